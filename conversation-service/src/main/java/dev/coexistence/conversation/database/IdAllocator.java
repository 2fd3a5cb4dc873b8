package dev.coexistence.conversation.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Ids of new rows, taken by the block: known before the rows are written. For one transaction. */
public final class IdAllocator {
    /** By how much the sequence counts on. */
    private static final int BLOCK = 1_000;

    private final Connection connection;
    private long next;
    private int left;

    public IdAllocator(Connection connection) {
        this.connection = connection;
    }

    public long next() throws SQLException {
        if (left == 0) {
            next = block();
            left = BLOCK;
        }
        left--;
        return next++;
    }

    private long block() throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("select nextval('entity_id')");
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }
}
