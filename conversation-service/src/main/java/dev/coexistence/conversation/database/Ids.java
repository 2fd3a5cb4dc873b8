package dev.coexistence.conversation.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Ids of new rows, taken by the block: known before the rows are written. For one transaction. */
public final class Ids {
    private static final int BLOCK = 512;

    private final Connection connection;
    private long[] block = new long[0];
    private int used;

    public Ids(Connection connection) {
        this.connection = connection;
    }

    public long next() throws SQLException {
        if (used == block.length) {
            block = take();
            used = 0;
        }
        return block[used++];
    }

    private long[] take() throws SQLException {
        var ids = new long[BLOCK];
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                "select nextval('entity_id') from generate_series(1, "
                                        + BLOCK
                                        + ")");
                ResultSet result = statement.executeQuery()) {
            for (int i = 0; result.next(); i++) {
                ids[i] = result.getLong(1);
            }
        }
        return ids;
    }
}
