package dev.coexistence.dispatch.queue;

import dev.coexistence.database.OutboxTable;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.database.CommandRows;
import dev.coexistence.dispatch.database.QueueDatabase;
import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.outbox.ResultPublications;
import dev.coexistence.dispatch.ownership.Fence;
import dev.coexistence.dispatch.template.TemplateGate;
import dev.coexistence.dispatch.template.TemplateStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The journal's transaction: many entries in a few statements. The same entries again change
 * nothing.
 */
public final class JournalStatements {
    private static final int END_AT_ONCE = 500;

    private final QueueDatabase database;
    private final ResultPublications results;
    private final InstantSource time;
    private final QueueSettings settings;

    /**
     * Result of one transaction.
     *
     * @param entries those that were written
     * @param intended commands whose intent stands
     * @param withheld commands that left the queue instead, for what their template or recipient
     *     forbids
     * @param ended what ended by this transaction
     * @param unfinished of what ends a number's queue, what has more to end
     * @param lost partitions that another instance owns; their entries were dropped
     */
    record Committed(
            List<JournalEntry> entries,
            Set<Command.Key> intended,
            Set<Command.Key> withheld,
            List<JournalEntry.Finish> ended,
            Set<JournalEntry> unfinished,
            Set<Integer> lost,
            int publications) {}

    public JournalStatements(
            QueueDatabase database,
            ResultPublications results,
            InstantSource time,
            QueueSettings settings) {
        this.database = database;
        this.results = results;
        this.time = time;
        this.settings = settings;
    }

    Committed write(Map<Integer, Long> epochs, List<JournalEntry> entries) {
        return database.inTransaction(connection -> {
            Set<Integer> lost = Fence.hold(connection, epochs);
            List<JournalEntry> kept =
                    entries.stream().filter(entry -> !lost.contains(entry.partition())).toList();
            return new Transaction(connection, epochs).write(kept, lost);
        });
    }

    private final class Transaction {
        private final Connection connection;
        private final Map<Integer, Long> epochs;
        private final List<OutboxTable.Entry> publications = new ArrayList<>();
        private final List<JournalEntry.Finish> finished = new ArrayList<>();
        private final List<JournalEntry.Doubt> doubted = new ArrayList<>();
        private final List<JournalEntry.Withdraw> withdrawn = new ArrayList<>();
        private final List<SendAttempt> intended = new ArrayList<>();
        private final List<JournalEntry.Finish> ended = new ArrayList<>();
        private final Set<JournalEntry> unfinished = new HashSet<>();

        Transaction(Connection connection, Map<Integer, Long> epochs) {
            this.connection = connection;
            this.epochs = epochs;
        }

        Committed write(List<JournalEntry> entries, Set<Integer> lost) throws SQLException {
            for (JournalEntry entry : entries) {
                switch (entry) {
                    case JournalEntry.Intend intend -> intended.add(intend.attempt());
                    case JournalEntry.Withdraw withdraw -> withdrawn.add(withdraw);
                    case JournalEntry.Finish finish -> finished.add(finish);
                    case JournalEntry.Doubt doubt -> doubted.add(doubt);
                    case JournalEntry.Resend resend ->
                            CommandTransitions.resend(connection, resend.command());
                    case JournalEntry.LateEvidence late -> late(late);
                    case JournalEntry.TemplatePaused paused ->
                            TemplateStore.paused(connection, paused.command(), paused.at());
                    case JournalEntry.Held held -> hold(held);
                    case JournalEntry.EndAll end -> endAll(end);
                }
            }
            Set<Command.Key> withheld = withhold();
            CommandTransitions.withdraw(connection, withdrawn);
            doubt();
            finish();
            Intents.remove(connection, noLongerOnTheWire());
            Set<Command.Key> standing = Intents.add(connection, epochs, intended);
            OutboxTable.add(connection, publications);
            return new Committed(
                    entries, standing, withheld, ended, unfinished, lost, publications.size());
        }

        /** Templates are looked at here, as late as can be, and by one query for all. */
        private Set<Command.Key> withhold() throws SQLException {
            Map<Command.Key, TemplateGate> shut =
                    TemplateStore.shut(
                            connection, intended.stream().map(SendAttempt::command).toList());
            var held = new HashMap<Command.Key, TemplateGate.Cause>();
            Instant now = time.instant();
            for (SendAttempt attempt : List.copyOf(intended)) {
                Command command = attempt.command();
                switch (shut.get(command.key())) {
                    case TemplateGate.Held(TemplateGate.Cause cause) ->
                            held.put(command.key(), cause);
                    case TemplateGate.Shut end ->
                            finished.add(
                                    new JournalEntry.Finish(
                                            command, end.outcome(), command.attempts(), null, now));
                    case null, default -> {
                        continue;
                    }
                }
                intended.remove(attempt);
            }
            // A commit whose acknowledgement was lost may have made their intents.
            Intents.remove(connection, held.keySet());
            CommandTransitions.hold(connection, held);
            return shut.keySet();
        }

        private List<Command.Key> noLongerOnTheWire() {
            var keys = new ArrayList<Command.Key>();
            withdrawn.forEach(one -> keys.add(one.attempt().command().key()));
            doubted.forEach(one -> keys.add(one.command().key()));
            finished.forEach(one -> keys.add(one.command().key()));
            return keys;
        }

        private void doubt() throws SQLException {
            var standing =
                    CommandTransitions.doubt(connection, doubted, settings.unknownDeadline());
            Instant now = time.instant();
            for (JournalEntry.Doubt one : doubted) {
                if (standing.remove(one.command().key())) {
                    publications.add(
                            results.doubtful(
                                    one.command(),
                                    one.reason(),
                                    new ResultPublications.Tries(
                                            one.attempts(), one.sentAt(), now)));
                }
            }
        }

        private void finish() throws SQLException {
            var standing = CommandTransitions.finish(connection, finished);
            for (JournalEntry.Finish entry : finished) {
                var evidence = standing.remove(entry.command().key());
                if (evidence != null) {
                    JournalEntry.Finish one = evidence.map(entry::provenBy).orElse(entry);
                    ended.add(one);
                    publications.add(
                            results.ended(
                                    one.command(),
                                    one.outcome(),
                                    new ResultPublications.Tries(
                                            one.attempts(), one.sentAt(), one.decidedAt())));
                }
            }
        }

        private void late(JournalEntry.LateEvidence late) throws SQLException {
            if (CommandTransitions.prove(connection, late)) {
                publications.add(
                        results.lateEvidence(
                                late.command(),
                                late.wamid(),
                                new ResultPublications.Tries(
                                        late.command().attempts(), null, late.decidedAt())));
            }
        }

        private void hold(JournalEntry.Held held) throws SQLException {
            long version = HoldStore.store(connection, held);
            publications.add(results.hold(held.hold(), version, held.waiting(), held.at()));
        }

        private void endAll(JournalEntry.EndAll end) throws SQLException {
            List<Command> commands = new ArrayList<>(waiting(end, "QUEUED", END_AT_ONCE));
            commands.addAll(waiting(end, "SCHEDULED", END_AT_ONCE - commands.size()));
            commands.addAll(waiting(end, "HELD", END_AT_ONCE - commands.size()));
            Instant now = time.instant();
            for (Command command : commands) {
                finished.add(
                        new JournalEntry.Finish(
                                command,
                                new Outcome.Rejected(end.reason(), null, null),
                                command.attempts(),
                                null,
                                now));
            }
            if (commands.size() == END_AT_ONCE) {
                unfinished.add(end);
            }
        }

        /** Each state has an index of its own, so each is asked for by itself. */
        private List<Command> waiting(JournalEntry.EndAll end, String state, int limit)
                throws SQLException {
            try (var select =
                    connection.prepareStatement(
                            "select "
                                    + CommandRows.COLUMNS
                                    + " from command c where c.partition = ? and c.phone_number_id = ?"
                                    + " and c.state = '"
                                    + state
                                    + "' and not exists"
                                    + " (select 1 from intent i where i.command_id = c.command_id"
                                    + " and i.phone_number_id = c.phone_number_id)"
                                    + " limit ? for update of c")) {
                select.setInt(1, end.partition());
                select.setString(2, end.number());
                select.setInt(3, limit);
                try (var rows = select.executeQuery()) {
                    return CommandRows.all(rows);
                }
            }
        }
    }
}
