package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.database.QueueDatabase;
import dev.coexistence.dispatch.ownership.Ownership;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Counts what waits for something other than the pace. */
public final class BacklogCounts {
    private final QueueDatabase database;
    private final Ownership ownership;

    /**
     * Of the owned partitions.
     *
     * @param results not yet acknowledged by Kafka
     * @param oldestResultSeconds age of the first of them; 0 where there is none
     * @param waiting commands of which nobody knows whether they left, and evidence may come
     * @param parked those that were left to people
     * @param held commands that wait for their templates, outside the queue
     */
    public record Counts(
            long results, double oldestResultSeconds, long waiting, long parked, long held) {}

    public BacklogCounts(QueueDatabase database, Ownership ownership) {
        this.database = database;
        this.ownership = ownership;
    }

    public Counts count() {
        Set<Integer> owned = ownership.partitions();
        return database.read(connection -> count(connection, owned));
    }

    private static Counts count(Connection connection, Set<Integer> owned) throws SQLException {
        try (var select =
                connection.prepareStatement(
                        """
                        select (select count(*) from outbox where partition = any (o.owned)),
                               (select coalesce(extract(epoch from clock_timestamp() - min(stored_at)), 0)
                                  from outbox where partition = any (o.owned)),
                               (select count(*) from command
                                 where partition = any (o.owned) and state = 'UNKNOWN'),
                               (select count(*) from command
                                 where partition = any (o.owned) and state = 'ENDED' and outcome = 'UNKNOWN'
                                   and evidence is null),
                               (select count(*) from command
                                 where partition = any (o.owned) and state = 'HELD')
                          from (select ?::int[] as owned) o
                        """)) {
            select.setArray(1, connection.createArrayOf("int4", owned.toArray()));
            try (var row = select.executeQuery()) {
                row.next();
                return new Counts(
                        row.getLong(1),
                        row.getDouble(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5));
            }
        }
    }
}
