package dev.coexistence.conversation.webhook;

import dev.coexistence.conversation.database.ResultCells;
import dev.coexistence.conversation.webhook.DeliveryView.Attempt;
import dev.coexistence.database.ClaimedRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The queue of deliveries, and their log. */
@Repository
class DeliveryTable {
    /** Only the head of each conversation is due, so order within it is kept while others pass. */
    private static final ClaimedRows.Queue WAITING =
            new ClaimedRows.Queue(
                    "webhook_delivery",
                    "id",
                    "claimed_until",
                    """
                    q.endpoint_id = ? and q.state = 'WAITING' and q.next_at <= ?
                     and (q.claimed_until is null or q.claimed_until < ?)
                     and not exists (select 1 from webhook_delivery e
                       where e.endpoint_id = q.endpoint_id and e.conversation_id = q.conversation_id
                         and e.state = 'WAITING' and e.id < q.id)
                    """,
                    "q.next_at, q.id",
                    "id, event_id, type, body, phones, traceparent, attempts");

    private final JdbcTemplate database;
    private final ClaimedRows<Claimed> waiting;

    DeliveryTable(JdbcTemplate database) {
        this.database = database;
        this.waiting =
                new ClaimedRows<>(
                        database,
                        WAITING,
                        (row, _) ->
                                new Claimed(
                                        row.getLong("id"),
                                        row.getString("event_id"),
                                        row.getString("type"),
                                        row.getString("body"),
                                        row.getBoolean("phones"),
                                        row.getString("traceparent"),
                                        row.getInt("attempts")));
    }

    /**
     * A delivery under way.
     *
     * @param phones whether the body may name contacts' phone numbers
     */
    record Claimed(
            long id,
            String eventId,
            String type,
            String body,
            boolean phones,
            @Nullable String traceparent,
            int attempt) {

        Claimed withMaskedBody(String masked) {
            return new Claimed(id, eventId, type, masked, false, traceparent, attempt);
        }
    }

    List<Claimed> claim(long endpoint, int limit, Instant now, Duration lease) {
        Timestamp due = Timestamp.from(now);
        return waiting.claim(limit, now.plus(lease), endpoint, due, due);
    }

    void recordAttempt(long id, int attempt, AttemptOutcome outcome) {
        database.update(
                "insert into webhook_attempt (delivery_id, attempt, at, millis, status, problem)"
                        + " values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                id,
                attempt,
                Timestamp.from(outcome.at()),
                outcome.millis(),
                outcome.status(),
                outcome.problem());
    }

    void finish(long id, String state, Instant at) {
        database.update(
                "update webhook_delivery set state = ?, ended_at = ?, claimed_until = null where id = ?",
                state,
                Timestamp.from(at),
                id);
    }

    void again(long id, Instant nextAt) {
        database.update(
                "update webhook_delivery set next_at = ?, claimed_until = null where id = ?",
                Timestamp.from(nextAt),
                id);
    }

    /** The deliveries of an endpoint, newest first. */
    List<DeliveryView> log(long endpoint, @Nullable String state, long before, int limit) {
        List<DeliveryView> found =
                database.query(
                        "select * from webhook_delivery where endpoint_id = ? and id < ?"
                                + (state == null ? "" : " and state = ?")
                                + " order by id desc limit "
                                + limit,
                        (row, _) -> read(row),
                        state == null
                                ? new Object[] {endpoint, before}
                                : new Object[] {endpoint, before, state});
        return addAttempts(found);
    }

    /** Sends one again, as a new delivery of the same event. */
    int replay(long endpoint, long delivery, Instant now) {
        return database.update(
                replaying("id = ?"), Timestamp.from(now), Timestamp.from(now), endpoint, delivery);
    }

    /** Sends everything of a time range again, in its order. */
    int replay(long endpoint, Instant from, Instant to, Instant now) {
        return database.update(
                replaying("created_at >= ? and created_at < ?"),
                Timestamp.from(now),
                Timestamp.from(now),
                endpoint,
                Timestamp.from(from),
                Timestamp.from(to));
    }

    private static String replaying(String which) {
        return "insert into webhook_delivery (endpoint_id, event_id, type, phone_number_id, conversation_id, body, phones, traceparent, created_at, next_at)"
                + " select endpoint_id, event_id, type, phone_number_id, conversation_id, body, phones, traceparent, ?, ?"
                + " from (select distinct on (event_id) * from webhook_delivery where endpoint_id = ? and state <> 'WAITING' and "
                + which
                + " order by event_id, id) d order by id";
    }

    private List<DeliveryView> addAttempts(List<DeliveryView> found) {
        Map<String, List<Attempt>> logs = new HashMap<>();
        database.query(
                "select * from webhook_attempt where delivery_id = any (?) order by at",
                row -> {
                    logs.computeIfAbsent(row.getString("delivery_id"), _ -> new ArrayList<>())
                            .add(
                                    new Attempt(
                                            row.getInt("attempt"),
                                            ResultCells.requireTime(row, "at"),
                                            row.getLong("millis"),
                                            ResultCells.whole(row, "status"),
                                            row.getString("problem")));
                },
                (Object) found.stream().map(d -> Long.valueOf(d.id())).toArray(Long[]::new));
        return found.stream()
                .map(d ->
                        new DeliveryView(
                                d.id(),
                                d.eventId(),
                                d.type(),
                                d.phoneNumberId(),
                                d.conversationId(),
                                d.state(),
                                d.attempts(),
                                d.createdAt(),
                                d.nextAt(),
                                d.endedAt(),
                                logs.getOrDefault(d.id(), List.of())))
                .toList();
    }

    private static DeliveryView read(ResultSet row) throws SQLException {
        boolean waiting = "WAITING".equals(row.getString("state"));
        long conversation = row.getLong("conversation_id");
        return new DeliveryView(
                row.getString("id"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("phone_number_id"),
                conversation == 0 ? null : String.valueOf(conversation),
                row.getString("state"),
                row.getInt("attempts"),
                ResultCells.requireTime(row, "created_at"),
                waiting ? ResultCells.time(row, "next_at") : null,
                ResultCells.time(row, "ended_at"),
                List.of());
    }
}
