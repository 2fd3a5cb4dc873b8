package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.lane.Attempt;
import dev.coexistence.dispatch.lane.Command;
import dev.coexistence.dispatch.lane.Outcome;
import dev.coexistence.dispatch.queue.Results.Publication;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The journal's transaction: many entries in a few statements. The same entries again change
 * nothing.
 */
public final class JournalStatements {
    private static final int END_AT_ONCE = 500;

    private final Database database;
    private final Results results;
    private final InstantSource time;
    private final QueueSettings settings;

    /**
     * What a transaction did.
     *
     * @param entries those that were written
     * @param intended commands whose intent stands
     * @param ended what ended by this transaction
     * @param unfinished of what ends a number's queue, what has more to end
     * @param lost partitions that another instance owns; their entries were dropped
     */
    record Committed(
            List<JournalEntry> entries,
            Set<String> intended,
            List<JournalEntry.Finish> ended,
            Set<JournalEntry> unfinished,
            Set<Integer> lost,
            int publications) {}

    public JournalStatements(
            Database database, Results results, InstantSource time, QueueSettings settings) {
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
        private final List<Publication> publications = new ArrayList<>();
        private final List<JournalEntry.Finish> finished = new ArrayList<>();
        private final List<JournalEntry.Doubt> doubted = new ArrayList<>();
        private final List<JournalEntry.Withdraw> withdrawn = new ArrayList<>();
        private final List<Attempt> intended = new ArrayList<>();
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
                    case JournalEntry.Resend resend -> resend(resend.command());
                    case JournalEntry.LateEvidence late -> late(late);
                    case JournalEntry.Stop stop -> stop(stop);
                    case JournalEntry.EndAll end -> endAll(end);
                }
            }
            withdraw();
            doubt();
            finish();
            deleteIntents();
            Set<String> standing = intend();
            Outbox.add(connection, publications);
            return new Committed(entries, standing, ended, unfinished, lost, publications.size());
        }

        private Set<String> intend() throws SQLException {
            var standing = new HashSet<String>();
            if (intended.isEmpty()) {
                return standing;
            }
            var ids = intended.stream().map(attempt -> attempt.command().id()).toArray();
            var partitions =
                    intended.stream().map(attempt -> attempt.command().partition()).toArray();
            var attempts = intended.stream().map(Attempt::id).toArray();
            var held =
                    intended.stream()
                            .map(attempt -> epochs.get(attempt.command().partition()))
                            .toArray();
            try (var insert =
                    connection.prepareStatement(
                            """
                            insert into intent (command_id, partition, epoch, attempt, intended_at)
                            select v.id, v.partition, v.epoch, v.attempt, now()
                              from unnest(?::text[], ?::int[], ?::bigint[], ?::bigint[])
                                     as v(id, partition, epoch, attempt)
                              join command c on c.command_id = v.id and c.state = 'QUEUED'
                            on conflict (command_id) do nothing
                            returning command_id
                            """)) {
                insert.setArray(1, connection.createArrayOf("text", ids));
                insert.setArray(2, connection.createArrayOf("int4", partitions));
                insert.setArray(3, connection.createArrayOf("int8", held));
                insert.setArray(4, connection.createArrayOf("int8", attempts));
                ids(insert, standing);
            }
            if (standing.size() < ids.length) {
                // A commit whose acknowledgement was lost is repeated: its intents stand already.
                try (var select =
                        connection.prepareStatement(
                                """
                                select i.command_id from intent i
                                  join unnest(?::text[], ?::bigint[], ?::bigint[]) as v(id, epoch, attempt)
                                    on i.command_id = v.id and i.epoch = v.epoch and i.attempt = v.attempt
                                """)) {
                    select.setArray(1, connection.createArrayOf("text", ids));
                    select.setArray(2, connection.createArrayOf("int8", held));
                    select.setArray(3, connection.createArrayOf("int8", attempts));
                    ids(select, standing);
                }
            }
            return standing;
        }

        private void withdraw() throws SQLException {
            if (withdrawn.isEmpty()) {
                return;
            }
            try (var update =
                    connection.prepareStatement(
                            """
                            update command c
                               set attempts = v.attempts,
                                   not_before = coalesce(v.not_before, c.not_before),
                                   state = case when v.not_before is null then c.state else 'SCHEDULED' end
                              from unnest(?::text[], ?::int[], ?::timestamptz[]) as v(id, attempts, not_before)
                             where c.command_id = v.id and c.state = 'QUEUED'
                               and (c.attempts <> v.attempts or v.not_before is not null)
                            """)) {
                update.setArray(
                        1,
                        texts(
                                withdrawn.stream()
                                        .map(one -> one.attempt().command().id())
                                        .toList()));
                update.setArray(
                        2,
                        connection.createArrayOf(
                                "int4",
                                withdrawn.stream().map(JournalEntry.Withdraw::attempts).toArray()));
                update.setArray(3, times(withdrawn.stream().map(one -> one.notBefore()).toList()));
                update.executeUpdate();
            }
        }

        private void doubt() throws SQLException {
            if (doubted.isEmpty()) {
                return;
            }
            var byId = new HashMap<String, JournalEntry.Doubt>();
            doubted.forEach(one -> byId.put(one.command().id(), one));
            var standing = new HashSet<String>();
            try (var update =
                    connection.prepareStatement(
                            """
                            update command c
                               set state = 'UNKNOWN', unknown_reason = v.reason, attempts = v.attempts,
                                   sent_at = v.sent_at, deadline = v.sent_at + make_interval(secs => ?)
                              from unnest(?::text[], ?::text[], ?::int[], ?::timestamptz[])
                                     as v(id, reason, attempts, sent_at)
                             where c.command_id = v.id and c.state = 'QUEUED'
                            returning c.command_id
                            """)) {
                update.setDouble(1, settings.unknownDeadline().toMillis() / 1e3);
                update.setArray(2, texts(doubted.stream().map(one -> one.command().id()).toList()));
                update.setArray(
                        3, texts(doubted.stream().map(one -> one.reason().name()).toList()));
                update.setArray(
                        4,
                        connection.createArrayOf(
                                "int4",
                                doubted.stream().map(JournalEntry.Doubt::attempts).toArray()));
                update.setArray(5, times(doubted.stream().map(one -> one.sentAt()).toList()));
                ids(update, standing);
            }
            Instant now = time.instant();
            for (String id : standing) {
                JournalEntry.Doubt one = java.util.Objects.requireNonNull(byId.get(id));
                publications.add(
                        results.doubtful(
                                one.command(),
                                one.reason(),
                                new Results.Tries(one.attempts(), one.sentAt(), now)));
            }
        }

        private void finish() throws SQLException {
            if (finished.isEmpty()) {
                return;
            }
            var byId = new HashMap<String, JournalEntry.Finish>();
            finished.forEach(one -> byId.put(one.command().id(), one));
            var endings = finished.stream().map(one -> Ending.of(one.outcome())).toList();
            var standing = new HashSet<String>();
            try (var update =
                    connection.prepareStatement(
                            """
                                 update command c
                                    set state = 'ENDED', outcome = v.outcome, reason = v.reason,
                                        error_code = v.code, detail = v.detail, wamid = v.wamid,
                                        attempts = v.attempts, sent_at = v.sent_at, decided_at = v.decided_at,
                                        message_json = '', preview = null, deadline = null
                                   from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::text[], ?::text[],
                                               ?::int[], ?::timestamptz[], ?::timestamptz[])
                                          as v(id, outcome, reason, code, detail, wamid, attempts, sent_at, decided_at)
                                  where c.command_id = v.id
                            and (c.state in ('QUEUED', 'SCHEDULED')
                                 or c.state = 'UNKNOWN' and v.outcome in ('ACCEPTED', 'UNKNOWN'))
                                 returning c.command_id
                            """)) {
                update.setArray(
                        1, texts(finished.stream().map(one -> one.command().id()).toList()));
                update.setArray(2, texts(endings.stream().map(Ending::outcome).toList()));
                update.setArray(3, texts(endings.stream().map(Ending::reason).toList()));
                update.setArray(
                        4,
                        connection.createArrayOf(
                                "int4", endings.stream().map(Ending::code).toArray()));
                update.setArray(5, texts(endings.stream().map(Ending::detail).toList()));
                update.setArray(6, texts(endings.stream().map(Ending::wamid).toList()));
                update.setArray(
                        7,
                        connection.createArrayOf(
                                "int4",
                                finished.stream().map(JournalEntry.Finish::attempts).toArray()));
                update.setArray(8, times(finished.stream().map(one -> one.sentAt()).toList()));
                update.setArray(9, times(finished.stream().map(one -> one.decidedAt()).toList()));
                ids(update, standing);
            }
            for (JournalEntry.Finish one : finished) {
                if (standing.remove(one.command().id())) {
                    ended.add(one);
                    publications.add(
                            results.ended(
                                    one.command(),
                                    one.outcome(),
                                    new Results.Tries(
                                            one.attempts(), one.sentAt(), one.decidedAt())));
                }
            }
        }

        private void deleteIntents() throws SQLException {
            var ids = new ArrayList<String>();
            withdrawn.forEach(one -> ids.add(one.attempt().command().id()));
            doubted.forEach(one -> ids.add(one.command().id()));
            finished.forEach(one -> ids.add(one.command().id()));
            if (ids.isEmpty()) {
                return;
            }
            try (var delete =
                    connection.prepareStatement(
                            "delete from intent where command_id = any (?::text[])")) {
                delete.setArray(1, texts(ids));
                delete.executeUpdate();
            }
        }

        private void resend(Command command) throws SQLException {
            try (var update =
                    connection.prepareStatement(
                            "update command set state = 'SCHEDULED', not_before = now(), deadline = null"
                                    + " where command_id = ? and state = 'UNKNOWN'")) {
                update.setString(1, command.id());
                update.executeUpdate();
            }
        }

        private void late(JournalEntry.LateEvidence late) throws SQLException {
            try (var update =
                    connection.prepareStatement(
                            "update command set wamid = ? where command_id = ? and state = 'ENDED'"
                                    + " and outcome = 'UNKNOWN' and wamid is null")) {
                update.setString(1, late.wamid());
                update.setString(2, late.command().id());
                if (update.executeUpdate() == 1) {
                    publications.add(
                            results.lateEvidence(
                                    late.command(),
                                    late.wamid(),
                                    new Results.Tries(
                                            late.command().attempts(), null, late.decidedAt())));
                }
            }
        }

        private void stop(JournalEntry.Stop stop) throws SQLException {
            try (var update =
                    connection.prepareStatement(
                            "update number set stop_code = ?, stop_version = ?"
                                    + " where phone_number_id = ? and version = ?")) {
                update.setInt(1, stop.code());
                update.setLong(2, stop.version());
                update.setString(3, stop.number());
                update.setLong(4, stop.version());
                update.executeUpdate();
            }
        }

        private void endAll(JournalEntry.EndAll end) throws SQLException {
            List<Command> commands;
            try (var select =
                    connection.prepareStatement(
                            "select "
                                    + CommandRows.COLUMNS
                                    + " from command c where c.partition = ? and c.phone_number_id = ?"
                                    + " and c.state in ('QUEUED', 'SCHEDULED') and not exists"
                                    + " (select 1 from intent i where i.command_id = c.command_id)"
                                    + " limit ? for update of c")) {
                select.setInt(1, end.partition());
                select.setString(2, end.number());
                select.setInt(3, END_AT_ONCE);
                try (var rows = select.executeQuery()) {
                    commands = CommandRows.all(rows);
                }
            }
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

        private java.sql.Array texts(List<? extends @Nullable String> values) throws SQLException {
            return connection.createArrayOf("text", values.toArray());
        }

        private java.sql.Array times(List<? extends @Nullable Instant> values) throws SQLException {
            return connection.createArrayOf(
                    "timestamptz", values.stream().map(CommandRows::timestamp).toArray());
        }

        private static void ids(PreparedStatement statement, Set<String> into) throws SQLException {
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    into.add(rows.getString(1));
                }
            }
        }
    }
}
