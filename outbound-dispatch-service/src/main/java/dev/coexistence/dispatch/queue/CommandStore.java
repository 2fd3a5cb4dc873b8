package dev.coexistence.dispatch.queue;

import dev.coexistence.database.OutboxTable;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.database.CommandRows;
import dev.coexistence.dispatch.database.ConsumerOffsets;
import dev.coexistence.dispatch.database.ConsumerOffsets.Offset;
import dev.coexistence.dispatch.database.QueueDatabase;
import dev.coexistence.dispatch.outbox.ResultPublications;
import dev.coexistence.dispatch.ownership.Fence;
import dev.coexistence.dispatch.ownership.OwnershipLost;
import dev.coexistence.dispatch.template.HeldCommands;
import dev.coexistence.dispatch.template.TemplateGate;
import dev.coexistence.dispatch.template.TemplateStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores what intake has read, and how far it has read, in one transaction: each command exactly
 * once, whatever is delivered twice. Commands of a number are stored by one thread only, so that
 * their order is that in which they become visible.
 */
public final class CommandStore {
    private static final String CANCEL =
            """
            update command c set cancel_requested = true from %s
             where c.command_id = v.id and c.phone_number_id = v.number
               and c.state in ('QUEUED', 'SCHEDULED', 'HELD') returning c.state, %s
            """
                    .formatted(CommandRows.KEYS.toTable(), CommandRows.COLUMNS);

    private final QueueDatabase database;
    private final ResultPublications results;
    private final InstantSource time;

    /**
     * A command as it came in.
     *
     * @param outcome how it ends at once; null where it waits
     * @param meaning what it asks for, as a hash: the same key with another is another command
     */
    public record Fresh(Command command, @Nullable Outcome outcome, String meaning) {
        Fresh placed(long seq) {
            return new Fresh(command.withPlace(seq), outcome, meaning);
        }
    }

    /**
     * Commands of one poll.
     *
     * @param fresh commands that ask to send
     * @param cancels of commands to take back; each with the outcome it has where nothing is known
     *     of that command
     * @param unkept commands whose key the table cannot hold: they get their result, and are not
     *     remembered
     */
    public record Arrivals(List<Fresh> fresh, List<Fresh> cancels, List<Fresh> unkept) {}

    /**
     * Changes of one transaction.
     *
     * @param waiting new commands that wait for their turn, in order
     * @param refused commands that ended at once
     * @param queued how many commands are new and wait
     * @param duplicates how many had a key that was known already
     * @param cancelled commands taken back while they waited for their turn
     * @param unscheduled commands taken back while they waited for their time or their template
     */
    public record Stored(
            List<Command> waiting,
            List<Fresh> refused,
            int queued,
            int duplicates,
            List<Command> cancelled,
            List<Command> unscheduled) {}

    public CommandStore(QueueDatabase database, ResultPublications results, InstantSource time) {
        this.database = database;
        this.results = results;
        this.time = time;
    }

    /**
     * @param epochs of the partitions that are written
     * @throws OwnershipLost where one of the partitions has another owner; then nothing is stored
     */
    public Stored store(Map<Integer, Long> epochs, Arrivals arrivals, Collection<Offset> offsets) {
        return database.inTransaction(connection -> {
            Set<Integer> lost = Fence.hold(connection, epochs);
            if (!lost.isEmpty()) {
                throw new OwnershipLost(lost);
            }
            Stored stored = new Storing(connection, time.instant()).store(arrivals);
            ConsumerOffsets.store(connection, offsets);
            return stored;
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
                                    + " where c.state = 'SCHEDULED' and c.ctid = any (array("
                                    + " select due.ctid from command due"
                                    + " where due.partition = any (?::int[])"
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

    /** Moves commands back into the queue that need not wait for their templates any more. */
    public List<Command> release(Map<Integer, Long> epochs, int limit) {
        return database.inTransaction(connection -> {
            Set<Integer> lost = Fence.hold(connection, epochs);
            if (!lost.isEmpty()) {
                throw new OwnershipLost(lost);
            }
            return HeldCommands.release(connection, epochs.keySet(), limit);
        });
    }

    private final class Storing {
        private final Connection connection;
        private final Instant now;
        private final List<Command> waiting = new ArrayList<>();
        private final List<Fresh> refused = new ArrayList<>();
        private final List<OutboxTable.Entry> publications = new ArrayList<>();
        private final List<Command> cancelled = new ArrayList<>();
        private final List<Command> unscheduled = new ArrayList<>();
        private int queued;

        Storing(Connection connection, Instant now) {
            this.connection = connection;
            this.now = now;
        }

        Stored store(Arrivals arrivals) throws SQLException {
            List<Fresh> known = insert(gate(arrivals.fresh()));
            for (Fresh other : CommandInserts.otherwise(connection, known)) {
                publications.add(
                        results.keyReused(other.command(), other.outcome(), other.meaning(), now));
            }
            cancel(insert(arrivals.cancels()));
            arrivals.unkept().forEach(this::refuse);
            OutboxTable.add(connection, publications);
            return new Stored(waiting, refused, queued, known.size(), cancelled, unscheduled);
        }

        /** Those end at once that are known to be for somebody who stopped them. */
        private List<Fresh> gate(List<Fresh> fresh) throws SQLException {
            var shut = TemplateStore.shut(connection, fresh.stream().map(Fresh::command).toList());
            return fresh.stream()
                    .map(one ->
                            one.outcome() == null
                                            && shut.get(one.command().key())
                                                    instanceof TemplateGate.Shut end
                                    ? new Fresh(one.command(), end.outcome(), one.meaning())
                                    : one)
                    .toList();
        }

        /** Answers those whose key is known already. */
        private List<Fresh> insert(List<Fresh> fresh) throws SQLException {
            List<Fresh> numbered = CommandInserts.number(connection, fresh);
            Set<Command.Key> inserted = CommandInserts.insert(connection, numbered, now);
            var known = new ArrayList<Fresh>();
            for (Fresh one : numbered) {
                if (!inserted.remove(one.command().key())) {
                    known.add(one);
                } else if (one.outcome() != null) {
                    refuse(one);
                } else {
                    queue(one);
                }
            }
            return known;
        }

        private void refuse(Fresh one) {
            refused.add(one);
            publications.add(
                    results.ended(
                            one.command(),
                            Objects.requireNonNull(one.outcome()),
                            new ResultPublications.Tries(0, null, now)));
        }

        private void queue(Fresh one) {
            queued++;
            publications.add(results.queued(one.command()));
            if (CommandInserts.state(one, now).equals("QUEUED")) {
                waiting.add(one.command());
            }
        }

        private void cancel(List<Fresh> known) throws SQLException {
            if (known.isEmpty()) {
                return;
            }
            try (var update = connection.prepareStatement(CANCEL)) {
                CommandRows.KEYS.bind(
                        update, known.stream().map(one -> one.command().key()).toList());
                try (var rows = update.executeQuery()) {
                    while (rows.next()) {
                        boolean queued = rows.getString("state").equals("QUEUED");
                        (queued ? cancelled : unscheduled).add(CommandRows.one(rows));
                    }
                }
            }
        }
    }
}
