package dev.coexistence.dispatch.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds columns of many rows as arrays, one after the other. */
public final class UnnestArguments<R> {
    private final Connection connection;
    private final PreparedStatement statement;
    private final Collection<R> rows;
    private int bound;

    public UnnestArguments(Connection connection, PreparedStatement statement, Collection<R> rows) {
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
    }

    public UnnestArguments<R> column(String type, Function<R, @Nullable Object> value)
            throws SQLException {
        var values = new @Nullable Object[rows.size()];
        int i = 0;
        for (R row : rows) {
            values[i++] = value.apply(row);
        }
        statement.setArray(++bound, connection.createArrayOf(type, values));
        return this;
    }
}
