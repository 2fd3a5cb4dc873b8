package dev.coexistence.conversation.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes many rows of a table in one statement: a column of all rows is one array parameter. The
 * statement's text does not depend on the number of rows, so its plan is kept.
 *
 * @param <T> what one row is made of
 */
public final class Rows<T> {
    private final String table;
    private final List<Column<T>> columns;

    /** The value of one column. */
    @FunctionalInterface
    public interface Value<T> {
        @Nullable Object of(T row);
    }

    /** What a column holds. */
    private enum Type {
        TEXT("text"),
        SMALL("bigint"),
        WHOLE("bigint"),
        BIG("bigint"),
        FLAG("boolean"),
        TIME("timestamptz"),
        WHOLES("text");

        /** The type of an array's elements as which the values of many rows are sent. */
        private final String element;

        Type(String element) {
            this.element = element;
        }

        void append(BinaryCopy copy, @Nullable Object value) {
            if (value == null) {
                copy.nothing();
                return;
            }
            switch (this) {
                case TEXT -> copy.text((String) value);
                case SMALL -> copy.small(((Number) value).intValue());
                case WHOLE -> copy.whole(((Number) value).intValue());
                case BIG -> copy.big(((Number) value).longValue());
                case FLAG -> copy.flag((Boolean) value);
                case TIME -> copy.time((Instant) value);
                case WHOLES -> copy.wholes((int[]) value);
            }
        }
    }

    private record Column<T>(String name, Type type, Value<T> value) {
        /** An array cannot be an element of an array, so it travels as text. */
        String cast() {
            return type == Type.WHOLES ? "::int[]" : "";
        }
    }

    private Rows(String table, List<Column<T>> columns) {
        this.table = table;
        this.columns = columns;
    }

    public static <T> Rows<T> of(String table) {
        return new Rows<>(table, List.of());
    }

    public Rows<T> text(String name, Value<T> value) {
        return with(name, Type.TEXT, value);
    }

    /** A column of type smallint. */
    public Rows<T> small(String name, Value<T> value) {
        return with(name, Type.SMALL, value);
    }

    /** A column of type int. */
    public Rows<T> whole(String name, Value<T> value) {
        return with(name, Type.WHOLE, value);
    }

    /** A column of type bigint. */
    public Rows<T> number(String name, Value<T> value) {
        return with(name, Type.BIG, value);
    }

    /** A column of type int[]. */
    public Rows<T> wholes(String name, Value<T> value) {
        return with(name, Type.WHOLES, value);
    }

    public Rows<T> flag(String name, Value<T> value) {
        return with(name, Type.FLAG, value);
    }

    public Rows<T> time(String name, Value<T> value) {
        return with(name, Type.TIME, value);
    }

    private Rows<T> with(String name, Type type, Value<T> value) {
        var more = new ArrayList<>(columns);
        more.add(new Column<>(name, type, value));
        return new Rows<>(table, List.copyOf(more));
    }

    /**
     * Inserts the rows.
     *
     * @param onConflict what follows on a conflict, such as {@code on conflict do nothing}, or
     *     empty
     * @return rows inserted or updated
     */
    public int insert(Connection connection, Collection<T> rows, String onConflict)
            throws SQLException {
        if (rows.isEmpty()) {
            return 0;
        }
        String sql =
                "insert into "
                        + table
                        + " ("
                        + names("")
                        + ") select "
                        + values("v.")
                        + " from "
                        + values()
                        + " "
                        + onConflict;
        return run(connection, sql, rows);
    }

    /**
     * Adds rows of which none is there yet, by COPY: what many rows cost the least.
     *
     * @throws SQLException also where one is there
     */
    public void copy(Connection connection, Collection<T> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        CopyIn target =
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "copy "
                                        + table
                                        + " ("
                                        + names("")
                                        + ") from stdin (format binary)");
        try {
            var copy = new BinaryCopy(target);
            for (T row : rows) {
                copy.row(columns.size());
                for (Column<T> column : columns) {
                    column.type().append(copy, column.value().of(row));
                }
            }
            copy.end();
        } finally {
            if (target.isActive()) {
                target.cancelCopy();
            }
        }
    }

    /** Updates the rows that agree in the first columns, as many as {@code keys} says. */
    public int update(Connection connection, Collection<T> rows, int keys) throws SQLException {
        if (rows.isEmpty()) {
            return 0;
        }
        String sql =
                "update "
                        + table
                        + " t set "
                        + columns.stream()
                                .skip(keys)
                                .map(c -> c.name() + " = v." + c.name())
                                .collect(Collectors.joining(", "))
                        + " from "
                        + values()
                        + " where "
                        + columns.stream()
                                .limit(keys)
                                .map(c -> "t." + c.name() + " = v." + c.name())
                                .collect(Collectors.joining(" and "));
        return run(connection, sql, rows);
    }

    private String names(String prefix) {
        return columns.stream().map(c -> prefix + c.name()).collect(Collectors.joining(", "));
    }

    private String values(String prefix) {
        return columns.stream()
                .map(c -> prefix + c.name() + c.cast())
                .collect(Collectors.joining(", "));
    }

    private String values() {
        return "unnest("
                + columns.stream()
                        .map(c -> "?::" + c.type().element + "[]")
                        .collect(Collectors.joining(", "))
                + ") as v("
                + names("")
                + ")";
    }

    private int run(Connection connection, String sql, Collection<T> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameter = 1;
            for (Column<T> column : columns) {
                statement.setArray(
                        parameter++,
                        connection.createArrayOf(column.type().element, array(column, rows)));
            }
            return statement.executeUpdate();
        }
    }

    private static <T> @Nullable Object[] array(Column<T> column, Collection<T> rows) {
        boolean number = "bigint".equals(column.type().element);
        @Nullable Object[] array =
                number ? new @Nullable Long[rows.size()] : new @Nullable Object[rows.size()];
        int i = 0;
        for (T row : rows) {
            Object value = column.value().of(row);
            array[i++] =
                    switch (value) {
                        case null -> null;
                        case Integer small -> number ? small.longValue() : small;
                        case Instant time -> time.toString();
                        case int[] wholes -> written(wholes);
                        default -> value;
                    };
        }
        return array;
    }

    private static String written(int[] wholes) {
        return Arrays.stream(wholes)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(",", "{", "}"));
    }
}
