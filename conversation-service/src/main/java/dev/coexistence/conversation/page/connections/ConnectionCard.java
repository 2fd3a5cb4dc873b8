package dev.coexistence.conversation.page.connections;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A number's connection as connection-service tells it. Read with tolerance: a field that this page
 * does not know changes nothing, one that is missing is left out.
 *
 * @param held whether Meta takes nothing of it at present
 */
record ConnectionCard(
        @Nullable String phoneNumberId,
        String connectionId,
        String state,
        @Nullable Instant since,
        String mode,
        int budget,
        String displayPhoneNumber,
        @Nullable String verifiedName,
        @Nullable String quality,
        String country,
        String edition,
        Why why,
        List<Loss> losses,
        List<Step> steps,
        List<Check> checks,
        @Nullable Sync sync,
        @Nullable Activity activity,
        List<String> ownerSteps,
        boolean held) {
    private static final Set<String> UNDER_WAY = Set.of("INTENT", "WAITING", "RUNNING");

    /** Reason of the state and the next action of a person; empty texts where nothing is known. */
    record Why(String step, String metaCode, String reason, String initiatedBy, String nextAction) {
        public boolean isEmpty() {
            return reason.isEmpty() && nextAction.isEmpty() && initiatedBy.isEmpty();
        }
    }

    /** A feature of the app that coexistence takes away. */
    record Loss(String feature, String effect) {}

    record Step(String name, String status, int attempts, String evidence) {
        /** The sign beside it: done, now, failed, unknown or skipped. */
        public String sign() {
            return switch (status) {
                case "DONE" -> "done";
                case "FAILED", "REFUSED", "EXPIRED" -> "failed";
                case "UNKNOWN" -> "unknown";
                case "DECLINED" -> "skipped";
                default -> UNDER_WAY.contains(status) ? "now" : "unknown";
            };
        }
    }

    record Check(String name, String status, String evidence) {}

    record Sync(Part contacts, Part history, @Nullable Instant deadline) {
        record Part(String status, @Nullable Integer progress) {
            /** True while the day in which it can be asked for still matters. */
            public boolean isOpen() {
                return !Set.of("DONE", "DECLINED", "EXPIRED", "REFUSED").contains(status);
            }
        }
    }

    record Activity(
            @Nullable Instant lastAt,
            String kind,
            String certainty,
            @Nullable Instant deadline,
            int warnedDays,
            boolean presumedInactive) {}

    static ConnectionCard read(JsonNode json) {
        return new ConnectionCard(
                json.path("phoneNumberId").asString(null),
                text(json, "connectionId"),
                text(json, "state"),
                time(json, "stateSince"),
                text(json, "mode"),
                json.path("budgetPerSecond").asInt(0),
                text(json, "displayPhoneNumber"),
                json.path("verifiedName").asString(null),
                json.path("qualityRating").asString(null),
                text(json, "country"),
                text(json, "policyEdition"),
                why(json.path("why")),
                losses(json.path("disabledFeatures")),
                steps(json.path("steps")),
                checks(json.path("checks")),
                sync(json.path("sync")),
                activity(json.path("activity")),
                texts(json.path("ownerSteps")),
                json.path("hold").isObject());
    }

    static List<ConnectionCard> readAll(JsonNode json) {
        var cards = new ArrayList<ConnectionCard>();
        json.path("items").forEach(item -> cards.add(read(item)));
        return cards;
    }

    static List<Loss> losses(JsonNode json) {
        var losses = new ArrayList<Loss>();
        json.forEach(item -> losses.add(new Loss(text(item, "feature"), text(item, "effect"))));
        return losses;
    }

    static List<String> texts(JsonNode json) {
        var texts = new ArrayList<String>();
        json.forEach(item -> texts.add(item.asString("")));
        return texts;
    }

    static String text(JsonNode json, String field) {
        return json.path(field).asString("");
    }

    static @Nullable Instant time(JsonNode json, String field) {
        String text = text(json, field);
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException _) {
            return null;
        }
    }

    public boolean coexists() {
        return mode.equals("COEXISTENCE");
    }

    /** Label of the number. */
    public String name() {
        return verifiedName == null || verifiedName.isBlank() ? displayPhoneNumber : verifiedName;
    }

    /** The tone of its state: ok, warn, bad, accent or nothing. */
    public String tone() {
        return switch (state) {
            case "CONNECTED" ->
                    held || (activity != null && activity.presumedInactive()) ? "warn" : "ok";
            case "SUSPENDED", "DISCONNECTING" -> "warn";
            case "FAILED", "DISCONNECTED" -> "bad";
            case "PENDING", "ONBOARDING" -> "accent";
            default -> "";
        };
    }

    public boolean isLinked() {
        return state.equals("CONNECTED") || state.equals("SUSPENDED");
    }

    public boolean isUnderWay() {
        return state.equals("ONBOARDING");
    }

    private static Why why(JsonNode json) {
        return new Why(
                text(json, "step"),
                json.path("metaCode").asString(""),
                text(json, "reason"),
                text(json, "initiatedBy"),
                text(json, "nextAction"));
    }

    private static List<Step> steps(JsonNode json) {
        var steps = new ArrayList<Step>();
        json.forEach(item ->
                steps.add(
                        new Step(
                                text(item, "step"),
                                text(item, "status"),
                                item.path("attempts").asInt(0),
                                text(item, "evidence"))));
        return steps;
    }

    private static List<Check> checks(JsonNode json) {
        var checks = new ArrayList<Check>();
        json.forEach(item ->
                checks.add(
                        new Check(
                                text(item, "check"),
                                text(item, "status"),
                                text(item, "evidence"))));
        return checks;
    }

    private static @Nullable Sync sync(JsonNode json) {
        return json.isObject()
                ? new Sync(
                        part(json.path("contacts")),
                        part(json.path("history")),
                        time(json, "deadline"))
                : null;
    }

    private static Sync.Part part(JsonNode json) {
        JsonNode progress = json.path("progress");
        return new Sync.Part(text(json, "status"), progress.isNumber() ? progress.asInt() : null);
    }

    private static @Nullable Activity activity(JsonNode json) {
        return json.isObject()
                ? new Activity(
                        time(json, "lastAt"),
                        text(json, "lastKind"),
                        text(json, "certainty"),
                        time(json, "deadline"),
                        json.path("warnedDays").asInt(0),
                        json.path("presumedInactive").asBoolean(false))
                : null;
    }
}
