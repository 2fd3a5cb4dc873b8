package dev.coexistence.conversation.projection.message;

import dev.coexistence.conversation.fact.Fact;
import dev.coexistence.conversation.fact.Fact.ChangeRecorded;
import dev.coexistence.conversation.fact.Fact.StatusRecorded;
import dev.coexistence.database.ColumnBatch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Log of statuses and of message changes, each kept once as it was received. */
final class MessageLog {
    private static final ColumnBatch<StatusRecorded> STATUSES =
            ColumnBatch.<StatusRecorded>into("message_status")
                    .text("phone_number_id", StatusRecorded::phoneNumberId)
                    .text("wamid", StatusRecorded::wamid)
                    .text("status", StatusRecorded::status)
                    .text("recipient", StatusRecorded::recipient)
                    .time("occurred_at", StatusRecorded::occurredAt)
                    .time("received_at", StatusRecorded::receivedAt)
                    .text("json", StatusRecorded::json);

    private static final ColumnBatch<ChangeRecorded> CHANGES =
            ColumnBatch.<ChangeRecorded>into("message_change")
                    .text("phone_number_id", ChangeRecorded::phoneNumberId)
                    .text("wamid", ChangeRecorded::wamid)
                    .text("target", ChangeRecorded::target)
                    .text("kind", ChangeRecorded::kind)
                    .text("direction", c -> c.outgoing() ? "OUT" : "IN")
                    .text("body", ChangeRecorded::body)
                    .text("json", ChangeRecorded::json)
                    .time("occurred_at", ChangeRecorded::occurredAt);

    private static final String ONCE = "on conflict do nothing";

    private MessageLog() {}

    static void save(Connection connection, List<Fact> facts) throws SQLException {
        STATUSES.insert(connection, only(facts, StatusRecorded.class), ONCE);
        CHANGES.insert(connection, only(facts, ChangeRecorded.class), ONCE);
    }

    private static <F extends Fact> List<F> only(List<Fact> facts, Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
