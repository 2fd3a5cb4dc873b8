package dev.coexistence.conversation.fact;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The old and the new owner of a thread in a {@code messaging_handovers} event. Meta names owners
 * by role, by the role of their app, or by a bare word, and at times only one of the two.
 */
record ThreadHandover(@Nullable String from, @Nullable String to) {
    static final String AGENT = "Meta's agent";
    static final String BUSINESS = "the business";

    static ThreadHandover read(String json) {
        JsonNode value = MessageJson.read(json);
        JsonNode control = control(value);
        String from = owner(control, "previous_owner");
        String to = owner(control, "new_owner");
        if (to == null && control.isString()) {
            to = name(control.stringValue());
        }
        return new ThreadHandover(
                from == null ? counterpart(to) : from, to == null ? counterpart(from) : to);
    }

    /** The line that the thread shows. */
    String sentence() {
        return "Handed over"
                + (from == null ? "" : " from " + from)
                + (to == null ? "" : " to " + to);
    }

    private static JsonNode control(JsonNode value) {
        for (var member : value.properties()) {
            if (member.getKey().startsWith("control_")) {
                return member.getValue();
            }
        }
        return value;
    }

    private static @Nullable String owner(JsonNode control, String which) {
        JsonNode owner = control.path(which);
        for (JsonNode stated :
                new JsonNode[] {
                    control.path(which + "_role"),
                    control.path(which + "_app_role"),
                    owner,
                    owner.path("role"),
                    owner.path("app_role")
                }) {
            if (stated.isString() && !stated.stringValue().isBlank()) {
                return name(stated.stringValue());
            }
        }
        return null;
    }

    private static String name(String role) {
        String word = role.strip().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "escalation",
                    "human",
                    "human_agent",
                    "business",
                    "business_app",
                    "app",
                    "partner" ->
                    BUSINESS;
            case "mba" -> AGENT;
            default ->
                    word.contains("agent") || word.contains("bot") ? AGENT : word.replace('_', ' ');
        };
    }

    private static @Nullable String counterpart(@Nullable String known) {
        if (known == null) {
            return null;
        }
        return switch (known) {
            case AGENT -> BUSINESS;
            case BUSINESS -> AGENT;
            default -> null;
        };
    }
}
