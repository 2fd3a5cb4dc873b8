package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.database.CommandRows;
import dev.coexistence.dispatch.database.UnnestArguments;
import dev.coexistence.dispatch.number.SendAttempt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Intents, the log of what may be on the wire: stored before the first byte, removed with the
 * outcome.
 */
final class Intents {
    private Intents() {}

    /**
     * @param epochs of the partitions that are written
     * @return commands whose intent stands; one that ended meanwhile has none, nor one of which a
     *     status tells that it left before
     */
    static Set<Command.Key> add(
            Connection connection, Map<Integer, Long> epochs, List<SendAttempt> attempts)
            throws SQLException {
        var standing = new HashSet<Command.Key>();
        if (attempts.isEmpty()) {
            return standing;
        }
        try (var insert =
                connection.prepareStatement(
                        """
                        insert into intent (phone_number_id, command_id, partition, epoch, attempt,
                               intended_at)
                        select v.number, v.id, v.partition, v.epoch, v.attempt, now()
                          from unnest(?::text[], ?::text[], ?::int[], ?::bigint[], ?::bigint[])
                                 as v(number, id, partition, epoch, attempt)
                         where (select c.state = 'QUEUED' and c.evidence is null
                                  from command c
                                 where c.command_id = v.id and c.phone_number_id = v.number)
                        on conflict (command_id, phone_number_id) do nothing
                        returning phone_number_id, command_id
                        """)) {
            new UnnestArguments<>(connection, insert, attempts)
                    .column("text", one -> one.command().number())
                    .column("text", one -> one.command().id())
                    .column("int4", one -> one.command().partition())
                    .column("int8", one -> epochs.get(one.command().partition()))
                    .column("int8", SendAttempt::id);
            keys(insert, standing);
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
            List<SendAttempt> attempts,
            Set<Command.Key> standing)
            throws SQLException {
        try (var select =
                connection.prepareStatement(
                        """
                        select i.phone_number_id, i.command_id from intent i
                          join unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[])
                                 as v(number, id, epoch, attempt)
                            on i.command_id = v.id and i.phone_number_id = v.number
                           and i.epoch = v.epoch and i.attempt = v.attempt
                        """)) {
            new UnnestArguments<>(connection, select, attempts)
                    .column("text", one -> one.command().number())
                    .column("text", one -> one.command().id())
                    .column("int8", one -> epochs.get(one.command().partition()))
                    .column("int8", SendAttempt::id);
            keys(select, standing);
        }
    }

    static void remove(Connection connection, Collection<Command.Key> commands)
            throws SQLException {
        if (commands.isEmpty()) {
            return;
        }
        try (var delete =
                connection.prepareStatement(
                        """
                        delete from intent i using unnest(?::text[], ?::text[]) as v(number, id)
                         where i.command_id = v.id and i.phone_number_id = v.number
                        """)) {
            new UnnestArguments<>(connection, delete, commands)
                    .column("text", Command.Key::number)
                    .column("text", Command.Key::id);
            delete.executeUpdate();
        }
    }

    private static void keys(PreparedStatement statement, Set<Command.Key> into)
            throws SQLException {
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                into.add(CommandRows.key(rows));
            }
        }
    }
}
