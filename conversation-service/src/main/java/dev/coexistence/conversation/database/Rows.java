package dev.coexistence.conversation.database;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Writes many rows of a table in one statement: a column of all rows is one array parameter. The
 * statement's text does not depend on the number of rows, so its plan is kept.
 *
 * @param <T> what one row is made of
 */
public final class Rows<T> {
    /** Characters of a usual row, to begin with. */
    private static final int LINE = 1_024;

    private final String table;
    private final List<Column<T>> columns;

    /** The value of one column. */
    @FunctionalInterface
    public interface Value<T> {
        @Nullable Object of(T row);
    }

    private record Column<T>(String name, String type, Value<T> value) {
        boolean isArray() {
            return type.endsWith("[]");
        }

        /** The type as which it is sent. */
        String element() {
            return isArray() ? "text" : type;
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
        return with(name, "text", value);
    }

    public Rows<T> number(String name, Value<T> value) {
        return with(name, "bigint", value);
    }

    /** A column of int arrays; its values are written as PostgreSQL writes arrays. */
    public Rows<T> numbers(String name, Value<T> value) {
        return with(name, "int[]", value);
    }

    public Rows<T> flag(String name, Value<T> value) {
        return with(name, "boolean", value);
    }

    public Rows<T> time(String name, Value<T> value) {
        return with(name, "timestamptz", value);
    }

    private Rows<T> with(String name, String type, Value<T> value) {
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
        var lines = new StringBuilder(rows.size() * LINE);
        for (T row : rows) {
            for (int i = 0; i < columns.size(); i++) {
                if (i > 0) {
                    lines.append('\t');
                }
                append(lines, columns.get(i).value().of(row));
            }
            lines.append('\n');
        }
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy " + table + " (" + names("") + ") from stdin",
                            new StringReader(lines.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException("A text in memory failed", e);
        }
    }

    /** A value as COPY's text format has it. */
    private static void append(StringBuilder line, @Nullable Object value) {
        if (value == null) {
            line.append("\\N");
            return;
        }
        String text = value.toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> line.append(c);
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

    /** An array cannot be an element of an array, so it travels as text. */
    private String values(String prefix) {
        return columns.stream()
                .map(c -> prefix + c.name() + (c.isArray() ? "::" + c.type() : ""))
                .collect(Collectors.joining(", "));
    }

    private String values() {
        return "unnest("
                + columns.stream()
                        .map(c -> "?::" + c.element() + "[]")
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
                        connection.createArrayOf(column.element(), array(column, rows)));
            }
            return statement.executeUpdate();
        }
    }

    private static <T> @Nullable Object[] array(Column<T> column, Collection<T> rows) {
        boolean number = "bigint".equals(column.type());
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
                        default -> value;
                    };
        }
        return array;
    }
}
