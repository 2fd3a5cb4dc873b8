package dev.coexistence.dispatch.queue;

import dev.coexistence.database.ColumnBatch;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.database.CommandRows;
import dev.coexistence.dispatch.template.TemplateGate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * State transitions of stored commands, many in one statement. Each touches only commands in a
 * state that allows it, so that the same again changes nothing. Queued is written as what else it
 * could be: with its name at hand, a plan may read the index of all that is queued instead of the
 * ids.
 */
final class CommandTransitions {
    private static final ColumnBatch<JournalEntry.Withdraw> WITHDRAWN =
            ColumnBatch.<JournalEntry.Withdraw>rows()
                    .text("number", one -> one.attempt().command().number())
                    .text("id", one -> one.attempt().command().id())
                    .integer("attempts", JournalEntry.Withdraw::attempts)
                    .time("not_before", JournalEntry.Withdraw::notBefore);

    private static final String WITHDRAW =
            """
            update command c
               set attempts = v.attempts,
                   not_before = coalesce(v.not_before, c.not_before),
                   state = case when v.not_before is null then c.state else 'SCHEDULED' end
              from %s
             where c.command_id = v.id and c.phone_number_id = v.number
               and c.state not in ('SCHEDULED', 'HELD', 'UNKNOWN', 'ENDED')
               and (c.attempts <> v.attempts or v.not_before is not null)
            """
                    .formatted(WITHDRAWN.toTable());

    private static final ColumnBatch<Map.Entry<Command.Key, TemplateGate.Cause>> HELD =
            ColumnBatch.<Map.Entry<Command.Key, TemplateGate.Cause>>rows()
                    .text("number", one -> one.getKey().number())
                    .text("id", one -> one.getKey().id())
                    .text("cause", one -> one.getValue().name());

    private static final String HOLD =
            """
            update command c set state = 'HELD', held_for = v.cause from %s
             where c.command_id = v.id and c.phone_number_id = v.number
               and c.state not in ('SCHEDULED', 'HELD', 'UNKNOWN', 'ENDED')
            """
                    .formatted(HELD.toTable());

    private static final ColumnBatch<JournalEntry.Doubt> DOUBTED =
            ColumnBatch.<JournalEntry.Doubt>rows()
                    .text("number", one -> one.command().number())
                    .text("id", one -> one.command().id())
                    .text("reason", one -> one.reason().name())
                    .integer("attempts", JournalEntry.Doubt::attempts)
                    .time("sent_at", JournalEntry.Doubt::sentAt);

    private static final String DOUBT =
            """
            update command c
               set state = 'UNKNOWN', unknown_reason = v.reason, attempts = v.attempts,
                   sent_at = v.sent_at, deadline = v.deadline
              from %s
             where c.command_id = v.id and c.phone_number_id = v.number
               and c.state not in ('SCHEDULED', 'HELD', 'UNKNOWN', 'ENDED')
            returning c.phone_number_id, c.command_id
            """;

    private static final ColumnBatch<JournalEntry.Finish> FINISHED =
            ColumnBatch.<JournalEntry.Finish>rows()
                    .text("number", one -> one.command().number())
                    .text("id", one -> one.command().id())
                    .text("outcome", one -> OutcomeColumns.of(one.outcome()).outcome())
                    .text("reason", one -> OutcomeColumns.of(one.outcome()).reason())
                    .integer("code", one -> OutcomeColumns.of(one.outcome()).code())
                    .text("detail", one -> OutcomeColumns.of(one.outcome()).detail())
                    .text("wamid", one -> OutcomeColumns.of(one.outcome()).wamid())
                    .integer("attempts", JournalEntry.Finish::attempts)
                    .time("sent_at", JournalEntry.Finish::sentAt)
                    .time("decided_at", JournalEntry.Finish::decidedAt);

    private static final String FINISH =
            """
            update command c
               set state = 'ENDED',
                   outcome = case when c.evidence is null then v.outcome else 'ACCEPTED' end,
                   reason = case when c.evidence is null then v.reason end,
                   error_code = case when c.evidence is null then v.code end,
                   detail = case when c.evidence is null then v.detail end,
                   wamid = coalesce(v.wamid, c.evidence),
                   attempts = v.attempts, sent_at = v.sent_at, decided_at = v.decided_at,
                   message_json = '', preview = null, deadline = null
              from %s
             where c.command_id = v.id and c.phone_number_id = v.number
               and (c.state in ('QUEUED', 'SCHEDULED', 'HELD')
                    or c.state = 'UNKNOWN' and v.outcome in ('ACCEPTED', 'UNKNOWN'))
            returning c.phone_number_id, c.command_id, c.evidence
            """
                    .formatted(FINISHED.toTable());

    private CommandTransitions() {}

    /** They wait again, perhaps for a later time. */
    static void withdraw(Connection connection, List<JournalEntry.Withdraw> withdrawn)
            throws SQLException {
        if (withdrawn.isEmpty()) {
            return;
        }
        try (var update = connection.prepareStatement(WITHDRAW)) {
            WITHDRAWN.bind(update, withdrawn);
            update.executeUpdate();
        }
    }

    /** They wait for their templates, outside the queue. */
    static void hold(Connection connection, Map<Command.Key, TemplateGate.Cause> held)
            throws SQLException {
        if (held.isEmpty()) {
            return;
        }
        try (var update = connection.prepareStatement(HOLD)) {
            HELD.bind(update, held.entrySet());
            update.executeUpdate();
        }
    }

    /**
     * They may have left.
     *
     * @param deadline how long after the request evidence is waited for
     * @return keys of those that are in doubt by this
     */
    static Set<Command.Key> doubt(
            Connection connection, List<JournalEntry.Doubt> doubted, Duration deadline)
            throws SQLException {
        if (doubted.isEmpty()) {
            return new HashSet<>();
        }
        ColumnBatch<JournalEntry.Doubt> rows =
                DOUBTED.time("deadline", one -> one.sentAt().plus(deadline));
        try (var update = connection.prepareStatement(DOUBT.formatted(rows.toTable()))) {
            rows.bind(update, doubted);
            return keys(update);
        }
    }

    /**
     * They ended. Whatever ended them, evidence that Meta took one wins.
     *
     * @return of those that ended by this, the keys, with the evidence where there is some
     */
    static Map<Command.Key, Optional<String>> finish(
            Connection connection, List<JournalEntry.Finish> finished) throws SQLException {
        var ended = new HashMap<Command.Key, Optional<String>>();
        if (finished.isEmpty()) {
            return ended;
        }
        try (var update = connection.prepareStatement(FINISH)) {
            FINISHED.bind(update, finished);
            try (var rows = update.executeQuery()) {
                while (rows.next()) {
                    ended.put(
                            CommandRows.key(rows), Optional.ofNullable(rows.getString("evidence")));
                }
            }
            return ended;
        }
    }

    /** One that may have left is sent again: it waits behind all others. */
    static void resend(Connection connection, Command command) throws SQLException {
        try (var update =
                connection.prepareStatement(
                        "update command set state = 'SCHEDULED', not_before = now(), deadline = null"
                                + " where command_id = ? and phone_number_id = ? and state = 'UNKNOWN'")) {
            update.setString(1, command.id());
            update.setString(2, command.number());
            update.executeUpdate();
        }
    }

    /** Evidence came for one that had ended as unknown; false where it was known before. */
    static boolean prove(Connection connection, JournalEntry.LateEvidence late)
            throws SQLException {
        try (var update =
                connection.prepareStatement(
                        "update command set wamid = ? where command_id = ?"
                                + " and phone_number_id = ? and state = 'ENDED' and outcome = 'UNKNOWN' and wamid is null")) {
            update.setString(1, late.wamid());
            update.setString(2, late.command().id());
            update.setString(3, late.command().number());
            return update.executeUpdate() == 1;
        }
    }

    private static Set<Command.Key> keys(PreparedStatement statement) throws SQLException {
        var keys = new HashSet<Command.Key>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                keys.add(CommandRows.key(rows));
            }
        }
        return keys;
    }
}
