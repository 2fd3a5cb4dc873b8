package dev.coexistence.conversation.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Cells of a result that may be null. */
public final class ResultCells {
    private ResultCells() {}

    public static @Nullable String text(ResultSet row, String column) throws SQLException {
        return row.getString(column);
    }

    public static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /**
     * @throws SQLException where the cell is null, which its column does not allow
     */
    public static Instant requireTime(ResultSet row, String column) throws SQLException {
        Instant time = time(row, column);
        if (time == null) {
            throw new SQLException("The column " + column + " is null");
        }
        return time;
    }

    public static @Nullable Integer whole(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    public static @Nullable Long big(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
