package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.database.ArrayParameters;
import dev.coexistence.conversation.database.TextSanitizer;
import dev.coexistence.database.ColumnBatch;
import dev.coexistence.kafka.Received;
import dev.coexistence.kafka.Traces;
import dev.coexistence.schemas.events.MessageStatus;
import dev.coexistence.schemas.events.SendResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Keeps the trace of each command beside its message, and continues it where a status comes. Called
 * at least once for each event; the first trace of a command stays.
 */
final class MessageTraces {
    private static final ColumnBatch<Kept> ROWS =
            ColumnBatch.<Kept>into("message_trace")
                    .text("phone_number_id", kept -> kept.key().phoneNumberId())
                    .text("command_id", kept -> kept.key().commandId())
                    .text("traceparent", Kept::traceparent)
                    .time("first_seen_at", Kept::at);

    private static final String FIND =
            """
            select t.phone_number_id, t.command_id, t.traceparent
              from unnest(?::text[], ?::text[]) as k(n, c)
              join message_trace t on t.phone_number_id = k.n and t.command_id = k.c
            """;

    private final JdbcTemplate database;
    private final Traces traces;
    private final InstantSource time;

    private record Key(String phoneNumberId, String commandId) {}

    private record Kept(Key key, String traceparent, Instant at) {}

    MessageTraces(JdbcTemplate database, Traces traces, InstantSource time) {
        this.database = database;
        this.traces = traces;
        this.time = time;
    }

    /** Keeps what results carry; before they are projected, so that who follows finds it. */
    void keep(List<Received<?>> events) {
        var kept = new ArrayList<Kept>();
        Instant now = time.instant();
        for (Received<?> event : events) {
            if (event.value() instanceof SendResult result) {
                var key =
                        new Key(
                                result.getPhoneNumberId(),
                                TextSanitizer.text(result.getCommandId()));
                event.traceparent().ifPresent(trace -> kept.add(new Kept(key, trace, now)));
            }
        }
        if (!kept.isEmpty()) {
            database.execute(
                    (ConnectionCallback<Integer>)
                            connection -> ROWS.insert(connection, kept, "on conflict do nothing"));
        }
    }

    /** Notes the statuses in the traces of the commands that they name. */
    void noteStatuses(List<Received<?>> events) {
        var told = new ArrayList<MessageStatus>();
        for (Received<?> event : events) {
            if (event.value() instanceof MessageStatus status
                    && status.getCallbackData().isPresent()) {
                told.add(status);
            }
        }
        if (told.isEmpty()) {
            return;
        }
        Map<Key, String> known = find(told.stream().map(MessageTraces::key).distinct().toList());
        for (MessageStatus status : told) {
            String traceparent = known.get(key(status));
            if (traceparent != null) {
                traces.begin("status", traceparent)
                        .note("wamid", status.getWamid())
                        .note("status", status.getStatus())
                        .end();
            }
        }
    }

    private Map<Key, String> find(List<Key> keys) {
        var found = new HashMap<Key, String>();
        database.query(
                connection -> {
                    var select = connection.prepareStatement(FIND);
                    select.setArray(
                            1,
                            ArrayParameters.texts(
                                    connection, keys.stream().map(Key::phoneNumberId).toList()));
                    select.setArray(
                            2,
                            ArrayParameters.texts(
                                    connection, keys.stream().map(Key::commandId).toList()));
                    return select;
                },
                row -> {
                    found.put(new Key(row.getString(1), row.getString(2)), row.getString(3));
                });
        return found;
    }

    private static Key key(MessageStatus status) {
        return new Key(
                status.getPhoneNumberId(), TextSanitizer.text(status.getCallbackData().orElse("")));
    }
}
