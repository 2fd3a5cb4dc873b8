package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.lane.Command;
import dev.coexistence.dispatch.lane.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stores what intake has read, and how far it has read, in one transaction: each command exactly
 * once, whatever is delivered twice. Commands of a number are stored by one thread only, so that
 * their order is that in which they become visible.
 */
public final class CommandStore {
    private final Database database;
    private final Results results;
    private final InstantSource time;

    /**
     * A command as it came in.
     *
     * @param outcome how it ends at once; null where it waits
     */
    public record Fresh(Command command, @Nullable Outcome outcome) {}

    /** The next offset to read of a topic's partition. */
    public record Offset(String topic, int partition, long next) {}

    /**
     * What changed.
     *
     * @param waiting new commands that wait for their turn, in order
     * @param refused commands that ended at once
     * @param queued how many commands are new and wait
     * @param duplicates how many were known already
     * @param cancelled commands taken back while they waited for their turn
     * @param unscheduled commands taken back while they waited for their time
     */
    public record Stored(
            List<Command> waiting,
            List<Fresh> refused,
            int queued,
            int duplicates,
            List<Command> cancelled,
            List<Command> unscheduled) {}

    public CommandStore(Database database, Results results, InstantSource time) {
        this.database = database;
        this.results = results;
        this.time = time;
    }

    /**
     * @param epochs of the partitions that are written
     * @param cancels ids of commands that are taken back
     * @throws OwnershipLost where one of the partitions has another owner; then nothing is stored
     */
    public Stored store(
            Map<Integer, Long> epochs,
            List<Fresh> fresh,
            Collection<String> cancels,
            Collection<Offset> offsets) {
        return database.inTransaction(connection -> {
            Set<Integer> lost = Fence.hold(connection, epochs);
            if (!lost.isEmpty()) {
                throw new OwnershipLost(lost);
            }
            List<Fresh> numbered = number(connection, fresh);
            Instant now = time.instant();
            Set<String> inserted = insert(connection, numbered, now);
            int known = fresh.size() - inserted.size();
            var refused = new ArrayList<Fresh>();
            List<Command> waiting = publish(connection, numbered, inserted, refused, now);
            var cancelled = new ArrayList<Command>();
            var unscheduled = new ArrayList<Command>();
            cancel(connection, cancels, cancelled, unscheduled);
            Offsets.store(connection, offsets);
            int queued = fresh.size() - known - refused.size();
            return new Stored(waiting, refused, queued, known, cancelled, unscheduled);
        });
    }

    /** Moves commands whose time has come into the queue, as if they arrived now. */
    public List<Command> promote(Map<Integer, Long> epochs, int limit) {
        return database.inTransaction(connection -> {
            Set<Integer> lost = Fence.hold(connection, epochs);
            if (!lost.isEmpty()) {
                throw new OwnershipLost(lost);
            }
            try (var update =
                    connection.prepareStatement(
                            "update command c set state = 'QUEUED', seq = nextval('command_seq')"
                                    + " where c.command_id = any (array(select due.command_id"
                                    + " from command due where due.partition = any (?::int[])"
                                    + " and due.state = 'SCHEDULED' and due.not_before <= ?"
                                    + " order by due.not_before limit ?)) returning "
                                    + CommandRows.COLUMNS)) {
                update.setArray(1, connection.createArrayOf("int4", epochs.keySet().toArray()));
                update.setTimestamp(2, CommandRows.timestamp(time.instant()));
                update.setInt(3, limit);
                List<Command> due;
                try (var rows = update.executeQuery()) {
                    due = new ArrayList<>(CommandRows.all(rows));
                }
                due.sort(java.util.Comparator.comparingLong(Command::seq));
                return due;
            }
        });
    }

    private static List<Fresh> number(Connection connection, List<Fresh> fresh)
            throws SQLException {
        if (fresh.isEmpty()) {
            return fresh;
        }
        var numbered = new ArrayList<Fresh>(fresh.size());
        try (var select =
                connection.prepareStatement(
                        "select nextval('command_seq') from generate_series(1, ?)")) {
            select.setInt(1, fresh.size());
            try (var rows = select.executeQuery()) {
                for (Fresh one : fresh) {
                    rows.next();
                    numbered.add(new Fresh(one.command().placed(rows.getLong(1)), one.outcome()));
                }
            }
        }
        return numbered;
    }

    private static Set<String> insert(Connection connection, List<Fresh> fresh, Instant now)
            throws SQLException {
        var inserted = new HashSet<String>();
        if (fresh.isEmpty()) {
            return inserted;
        }
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into command (command_id, phone_number_id, partition, seq, priority, recipient,
                               state, recipient_phone, recipient_bsuid, type, message_json, preview, replies_to,
                               reference, traceparent, queued_at, not_before, expires_at, unknown_policy, outcome, reason,
                               detail, decided_at)
                        select * from unnest(?::text[], ?::text[], ?::int[], ?::bigint[], ?::smallint[], ?::text[],
                               ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                               ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[],
                               ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])
                        on conflict (command_id) do nothing
                        returning command_id
                        """)) {
            new UnnestArguments<>(connection, insert, fresh)
                    .column("text", one -> one.command().id())
                    .column("text", one -> one.command().number())
                    .column("int4", one -> one.command().partition())
                    .column("int8", one -> one.command().seq())
                    .column("int2", one -> (short) one.command().priority().ordinal())
                    .column("text", one -> one.command().recipient())
                    .column("text", one -> state(one, now))
                    .column("text", one -> one.command().content().to())
                    .column("text", one -> one.command().content().bsuid())
                    .column("text", one -> one.command().content().type())
                    .column(
                            "text",
                            one -> one.outcome() == null ? one.command().content().json() : "")
                    .column("text", one -> one.command().content().preview())
                    .column("text", one -> one.command().content().repliesTo())
                    .column("text", one -> one.command().content().reference())
                    .column("text", one -> one.command().content().traceparent())
                    .column(
                            "timestamptz",
                            one -> CommandRows.timestamp(one.command().terms().queuedAt()))
                    .column(
                            "timestamptz",
                            one -> CommandRows.timestamp(one.command().terms().notBefore()))
                    .column(
                            "timestamptz",
                            one -> CommandRows.timestamp(one.command().terms().expiresAt()))
                    .column("text", one -> one.command().terms().unknownPolicy().name())
                    .column("text", one -> ending(one, Ending::outcome))
                    .column("text", one -> ending(one, Ending::reason))
                    .column("text", one -> ending(one, Ending::detail))
                    .column(
                            "timestamptz",
                            one -> one.outcome() == null ? null : CommandRows.timestamp(now));
            try (var rows = insert.executeQuery()) {
                while (rows.next()) {
                    inserted.add(rows.getString(1));
                }
            }
        }
        return inserted;
    }

    private List<Command> publish(
            Connection connection,
            List<Fresh> fresh,
            Set<String> inserted,
            List<Fresh> refused,
            Instant now)
            throws SQLException {
        var waiting = new ArrayList<Command>();
        var publications = new ArrayList<Results.Publication>();
        for (Fresh one : fresh) {
            // Of two with one id in a batch, the first was inserted.
            if (!inserted.remove(one.command().id())) {
                continue;
            }
            if (one.outcome() != null) {
                refused.add(one);
                publications.add(
                        results.ended(
                                one.command(), one.outcome(), new Results.Tries(0, null, now)));
                continue;
            }
            publications.add(results.queued(one.command()));
            if (state(one, now).equals("QUEUED")) {
                waiting.add(one.command());
            }
        }
        Outbox.add(connection, publications);
        return waiting;
    }

    private static void cancel(
            Connection connection,
            Collection<String> ids,
            List<Command> cancelled,
            List<Command> unscheduled)
            throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (var update =
                connection.prepareStatement(
                        "update command c set cancel_requested = true where c.command_id = any (?::text[])"
                                + " and c.state in ('QUEUED', 'SCHEDULED') returning c.state, "
                                + CommandRows.COLUMNS)) {
            update.setArray(1, connection.createArrayOf("text", ids.toArray()));
            try (var rows = update.executeQuery()) {
                while (rows.next()) {
                    boolean scheduled = rows.getString("state").equals("SCHEDULED");
                    (scheduled ? unscheduled : cancelled).add(CommandRows.one(rows));
                }
            }
        }
    }

    private static @Nullable String ending(Fresh fresh, Function<Ending, @Nullable String> part) {
        Outcome outcome = fresh.outcome();
        return outcome == null ? null : part.apply(Ending.of(outcome));
    }

    private static String state(Fresh fresh, Instant now) {
        if (fresh.outcome() != null) {
            return "ENDED";
        }
        Instant notBefore = fresh.command().terms().notBefore();
        return notBefore != null && notBefore.isAfter(now) ? "SCHEDULED" : "QUEUED";
    }
}
