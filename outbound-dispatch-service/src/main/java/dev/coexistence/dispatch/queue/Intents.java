package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.lane.Attempt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What may be on the wire: stored before the first byte, removed with the outcome. */
final class Intents {
    private Intents() {}

    /**
     * @param epochs of the partitions that are written
     * @return commands whose intent stands; one that ended meanwhile has none, nor one of which a
     *     status tells that it left before
     */
    static Set<String> add(Connection connection, Map<Integer, Long> epochs, List<Attempt> attempts)
            throws SQLException {
        var standing = new HashSet<String>();
        if (attempts.isEmpty()) {
            return standing;
        }
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into intent (command_id, partition, epoch, attempt, intended_at)
                        select v.id, v.partition, v.epoch, v.attempt, now()
                          from unnest(?::text[], ?::int[], ?::bigint[], ?::bigint[])
                                 as v(id, partition, epoch, attempt)
                         where (select c.state = 'QUEUED' and c.evidence is null
                                  from command c where c.command_id = v.id)
                        on conflict (command_id) do nothing
                        returning command_id
                        """)) {
            new UnnestArguments<>(connection, insert, attempts)
                    .column("text", one -> one.command().id())
                    .column("int4", one -> one.command().partition())
                    .column("int8", one -> epochs.get(one.command().partition()))
                    .column("int8", Attempt::id);
            ids(insert, standing);
        }
        if (standing.size() < attempts.size()) {
            addStanding(connection, epochs, attempts, standing);
        }
        return standing;
    }

    /** A commit whose acknowledgement was lost is repeated: its intents stand already. */
    private static void addStanding(
            Connection connection,
            Map<Integer, Long> epochs,
            List<Attempt> attempts,
            Set<String> standing)
            throws SQLException {
        try (var select =
                connection.prepareStatement(
                        """
                        select i.command_id from intent i
                          join unnest(?::text[], ?::bigint[], ?::bigint[]) as v(id, epoch, attempt)
                            on i.command_id = v.id and i.epoch = v.epoch and i.attempt = v.attempt
                        """)) {
            new UnnestArguments<>(connection, select, attempts)
                    .column("text", one -> one.command().id())
                    .column("int8", one -> epochs.get(one.command().partition()))
                    .column("int8", Attempt::id);
            ids(select, standing);
        }
    }

    static void remove(Connection connection, Collection<String> commandIds) throws SQLException {
        if (commandIds.isEmpty()) {
            return;
        }
        try (var delete =
                connection.prepareStatement(
                        "delete from intent where command_id = any (?::text[])")) {
            delete.setArray(1, connection.createArrayOf("text", commandIds.toArray()));
            delete.executeUpdate();
        }
    }

    private static void ids(PreparedStatement statement, Set<String> into) throws SQLException {
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                into.add(rows.getString(1));
            }
        }
    }
}
