package dev.coexistence.dispatch.queue;

import dev.coexistence.database.ColumnBatch;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.database.CommandRows;
import dev.coexistence.dispatch.number.SendAttempt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Intents, the log of what may be on the wire: stored before the first byte, removed with the
 * outcome.
 */
final class Intents {
    private static final ColumnBatch<Intended> INTENDED =
            ColumnBatch.<Intended>rows()
                    .text("number", one -> one.command().number())
                    .text("id", one -> one.command().id())
                    .integer("partition", one -> one.command().partition())
                    .bigint("epoch", Intended::epoch)
                    .bigint("attempt", Intended::attempt);

    private static final String ADD =
            """
            insert into intent (phone_number_id, command_id, partition, epoch, attempt, intended_at)
            select v.number, v.id, v.partition, v.epoch, v.attempt, now() from %s
             where (select c.state = 'QUEUED' and c.evidence is null
                      from command c
                     where c.command_id = v.id and c.phone_number_id = v.number)
            on conflict (command_id, phone_number_id) do nothing
            returning phone_number_id, command_id
            """
                    .formatted(INTENDED.toTable());

    private static final String STANDING =
            """
            select i.phone_number_id, i.command_id from intent i
              join %s on i.command_id = v.id and i.phone_number_id = v.number
                     and i.epoch = v.epoch and i.attempt = v.attempt
            """
                    .formatted(INTENDED.toTable());

    private static final String REMOVE =
            """
            delete from intent i using %s
             where i.command_id = v.id and i.phone_number_id = v.number
            """
                    .formatted(CommandRows.KEYS.toTable());

    /** A request that is about to be made, under the epoch of its partition. */
    private record Intended(Command command, @Nullable Long epoch, long attempt) {}

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
        List<Intended> intended =
                attempts.stream()
                        .map(one ->
                                new Intended(
                                        one.command(),
                                        epochs.get(one.command().partition()),
                                        one.id()))
                        .toList();
        try (var insert = connection.prepareStatement(ADD)) {
            INTENDED.bind(insert, intended);
            keys(insert, standing);
        }
        if (standing.size() < attempts.size()) {
            addStanding(connection, intended, standing);
        }
        return standing;
    }

    /** A commit whose acknowledgement was lost is repeated: its intents stand already. */
    private static void addStanding(
            Connection connection, List<Intended> intended, Set<Command.Key> standing)
            throws SQLException {
        try (var select = connection.prepareStatement(STANDING)) {
            INTENDED.bind(select, intended);
            keys(select, standing);
        }
    }

    static void remove(Connection connection, Collection<Command.Key> commands)
            throws SQLException {
        if (commands.isEmpty()) {
            return;
        }
        try (var delete = connection.prepareStatement(REMOVE)) {
            CommandRows.KEYS.bind(delete, commands);
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
