package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.database.CommandRows;
import dev.coexistence.dispatch.database.QueueDatabase;
import dev.coexistence.dispatch.recipient.PageRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Reads the heads of queues. */
public final class QueueReader {
    private static final String HEAD =
            "select "
                    + CommandRows.COLUMNS
                    + " from command c where c.partition = ? and c.phone_number_id = ? and c.priority = ?"
                    + " and c.state = 'QUEUED' and c.seq > ?";

    private final QueueDatabase database;

    public QueueReader(QueueDatabase database) {
        this.database = database;
    }

    public List<Command> read(PageRequest wanted) {
        return database.read(connection -> read(connection, wanted));
    }

    private static List<Command> read(Connection connection, PageRequest wanted)
            throws SQLException {
        String recipient = wanted.recipient();
        String sql = HEAD;
        if (recipient != null) {
            sql += " and c.recipient = ?";
        } else if (!wanted.except().isEmpty()) {
            sql += " and c.recipient <> all (?::text[])";
        }
        try (var select = connection.prepareStatement(sql + " order by c.seq limit ?")) {
            int at = 0;
            select.setInt(++at, wanted.partition());
            select.setString(++at, wanted.number());
            select.setInt(++at, wanted.priority().ordinal());
            select.setLong(++at, wanted.after());
            if (recipient != null) {
                select.setString(++at, recipient);
            } else if (!wanted.except().isEmpty()) {
                select.setArray(++at, connection.createArrayOf("text", wanted.except().toArray()));
            }
            select.setInt(++at, wanted.limit());
            try (var rows = select.executeQuery()) {
                return CommandRows.all(rows);
            }
        }
    }
}
