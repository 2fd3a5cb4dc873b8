package dev.coexistence.conversation.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * Many values as one parameter of a statement, in the binary format: the driver itself would write
 * most of them as text, to be escaped here and parsed there.
 */
public final class ArrayParameters {
    private ArrayParameters() {}

    /** A parameter of type text[]. */
    public static Array texts(Connection connection, Collection<String> values)
            throws SQLException {
        BinaryCells cells = begin(Oid.TEXT, values.size());
        values.forEach(cells::text);
        return end(connection, Oid.TEXT_ARRAY, cells);
    }

    /** A parameter of type bigint[]. */
    public static Array numbers(Connection connection, Collection<Long> values)
            throws SQLException {
        BinaryCells cells = begin(Oid.INT8, values.size());
        values.forEach(cells::big);
        return end(connection, Oid.INT8_ARRAY, cells);
    }

    /** An array of one dimension; as many cells have to follow. */
    static BinaryCells begin(int elementType, int count) {
        var cells = new BinaryCells(64 + 16 * count);
        cells.dimension(elementType, count);
        return cells;
    }

    static Array end(Connection connection, int arrayType, BinaryCells cells) throws SQLException {
        return new PgArray(connection.unwrap(BaseConnection.class), arrayType, cells.bytes());
    }
}
