package dev.coexistence.connection.onboarding;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The message of the dialogue's window to the page. Ids in it are hints: they came through a
 * browser.
 */
public sealed interface SessionEvent {
    /** The owner went through. {@code phoneNumberId} is absent in coexistence. */
    record Finished(String event, String wabaId, @Nullable String phoneNumberId)
            implements SessionEvent {}

    /** Finished, but without a number. */
    record WithoutNumber(String event) implements SessionEvent {}

    /** The owner left, at that step where Meta says so. */
    record Left(@Nullable String step) implements SessionEvent {}

    /** Meta reported an error to the owner. */
    record Reported(String message, String code) implements SessionEvent {}

    /** Nothing that can be read as a dialogue's event. */
    record Unreadable(String why) implements SessionEvent {}

    static SessionEvent read(JsonNode json) {
        if (!json.path("type").asString("").equals("WA_EMBEDDED_SIGNUP")) {
            return new Unreadable("sessionEvent.type must be WA_EMBEDDED_SIGNUP");
        }
        String event = json.path("event").asString("");
        JsonNode data = json.path("data");
        return switch (event) {
            case "FINISH_ONLY_WABA" -> new WithoutNumber(event);
            case "CANCEL", "ERROR" -> readLeft(data);
            default -> event.startsWith("FINISH") ? readFinished(event, data) : unknown(event);
        };
    }

    private static SessionEvent readFinished(String event, JsonNode data) {
        String wabaId = id(data, "waba_id");
        if (wabaId == null) {
            return new Unreadable("sessionEvent.data.waba_id is missing or no id");
        }
        return new Finished(event, wabaId, id(data, "phone_number_id"));
    }

    private static SessionEvent readLeft(JsonNode data) {
        String message = data.path("error_message").asString("");
        // Meta's texts of 2025 say error_id, those of 2026 error_code.
        String code = data.path("error_code").asString(data.path("error_id").asString(""));
        if (!message.isEmpty() || !code.isEmpty()) {
            return new Reported(message, code);
        }
        String step = data.path("current_step").asString("");
        return new Left(step.isEmpty() ? null : step);
    }

    private static Unreadable unknown(String event) {
        return new Unreadable("sessionEvent.event is none that this service knows: " + event);
    }

    /** An id goes into a path: digits only. */
    private static @Nullable String id(JsonNode data, String field) {
        String id = data.path(field).asString("");
        return id.matches("[0-9]{1,32}") ? id : null;
    }
}
