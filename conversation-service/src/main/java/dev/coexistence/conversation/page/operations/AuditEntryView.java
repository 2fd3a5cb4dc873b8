package dev.coexistence.conversation.page.operations;

import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Entry of the audit.
 *
 * @param tenant whose things were touched; empty where they are the platform's
 * @param before the setting before, or empty
 * @param after the setting after, or empty
 */
record AuditEntryView(
        @Nullable Instant at,
        String tenant,
        String callerKind,
        String callerId,
        String callerName,
        String action,
        String object,
        String address,
        String before,
        String after) {

    static List<AuditEntryView> readAll(JsonNode json) {
        return StreamSupport.stream(json.path("items").spliterator(), false)
                .map(AuditEntryView::read)
                .toList();
    }

    private static AuditEntryView read(JsonNode json) {
        return new AuditEntryView(
                JsonTimes.read(json, "at"),
                json.path("tenant").asString(""),
                json.path("callerKind").asString(""),
                json.path("callerId").asString(""),
                json.path("callerName").asString(""),
                json.path("action").asString(""),
                json.path("object").asString(""),
                json.path("address").asString(""),
                json.path("before").asString(""),
                json.path("after").asString(""));
    }
}
