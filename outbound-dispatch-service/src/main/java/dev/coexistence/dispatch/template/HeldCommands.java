package dev.coexistence.dispatch.template;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.database.CommandRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Commands that wait for their templates, outside the queue. */
public final class HeldCommands {
    private HeldCommands() {}

    /**
     * Puts those back whose template waits for nothing any more, as if they arrived now. What it
     * says otherwise is looked at again before each leaves.
     */
    public static List<Command> release(
            Connection connection, Collection<Integer> partitions, int limit) throws SQLException {
        try (var update =
                connection.prepareStatement(
                        "update command c set state = 'QUEUED', held_for = null,"
                                + " seq = nextval('command_seq') where c.state = 'HELD'"
                                + " and c.ctid = any (array(select c.ctid from command c"
                                + TemplateStore.STANDING
                                + " where c.partition = any (?::int[]) and c.state = 'HELD'"
                                + " and t.status is distinct from 'PAUSED'"
                                + " and (t.category is not null or s.stopped_at is null"
                                + "      or t.status in ('DISABLED', 'REJECTED', 'DELETED',"
                                + "      'PENDING_DELETION'))"
                                + " order by c.seq limit ?)) returning "
                                + CommandRows.COLUMNS)) {
            update.setArray(1, connection.createArrayOf("int4", partitions.toArray()));
            update.setInt(2, limit);
            List<Command> released;
            try (var rows = update.executeQuery()) {
                released = new ArrayList<>(CommandRows.all(rows));
            }
            released.sort(Comparator.comparingLong(Command::seq));
            return released;
        }
    }
}
