package dev.coexistence.conversation.page.connections;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Entry of a connection's history. */
record HistoryEntry(@Nullable Instant at, String event, String from, String to, String evidence) {
    static List<HistoryEntry> newestFirst(JsonNode json) {
        var moments = new ArrayList<HistoryEntry>();
        json.path("items")
                .forEach(item ->
                        moments.add(
                                new HistoryEntry(
                                        ConnectionCard.time(item, "at"),
                                        ConnectionCard.text(item, "event"),
                                        ConnectionCard.text(item, "from"),
                                        ConnectionCard.text(item, "to"),
                                        ConnectionCard.text(item, "evidence"))));
        return moments.reversed();
    }
}
