package dev.coexistence.connection.api;

import dev.coexistence.connection.record.ConnectionRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Account events about numbers that nobody knows, for operators of the platform. */
@RestController
class ParkedEvents {
    private static final int NEWEST = 200;

    private final JdbcClient jdbc;

    ParkedEvents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Parked(
            String eventId,
            @Nullable String wabaId,
            String field,
            @Nullable String event,
            Instant receivedAt) {}

    @GetMapping("/v1/parked-events")
    ConnectionController.Items<Parked> newest() {
        List<Parked> parked =
                jdbc.sql("select * from parked_event order by received_at desc limit :limit")
                        .param("limit", NEWEST)
                        .query((row, _) ->
                                new Parked(
                                        row.getString("event_id"),
                                        row.getString("waba_id"),
                                        row.getString("field"),
                                        row.getString("event"),
                                        ConnectionRow.time(row, "received_at")))
                        .list();
        return new ConnectionController.Items<>(parked);
    }
}
