package dev.coexistence.conversation.page.connections;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Something that happened to a connection. */
record Moment(@Nullable Instant at, String event, String from, String to, String evidence) {
    static List<Moment> newestFirst(JsonNode json) {
        var moments = new ArrayList<Moment>();
        json.path("items")
                .forEach(item ->
                        moments.add(
                                new Moment(
                                        Card.time(item, "at"),
                                        Card.text(item, "event"),
                                        Card.text(item, "from"),
                                        Card.text(item, "to"),
                                        Card.text(item, "evidence"))));
        return moments.reversed();
    }
}
