package dev.coexistence.conversation.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Many values as one parameter of a statement. The driver sends an array of these types in binary;
 * an array of objects it would write as text, to be escaped here and parsed there.
 */
public final class ArrayParameters {
    private ArrayParameters() {}

    /** A parameter of type text[]. */
    public static Array texts(Connection connection, Collection<String> values)
            throws SQLException {
        return connection.createArrayOf("text", values.toArray(String[]::new));
    }

    /** A parameter of type bigint[]. */
    public static Array numbers(Connection connection, Collection<Long> values)
            throws SQLException {
        return connection.createArrayOf("bigint", values.toArray(Long[]::new));
    }
}
