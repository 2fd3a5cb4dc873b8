package dev.coexistence.conversation.database;

import java.sql.Array;
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
import org.postgresql.core.Oid;

/**
 * Writes many rows of a table in one statement: a column of all rows is one array parameter. The
 * statement's text does not depend on the number of rows, so its plan is kept.
 *
 * @param <T> what one row is made of
 */
public final class ColumnBatch<T> {
    private final String table;
    private final List<Column<T>> columns;

    /** The value of one column. */
    @FunctionalInterface
    public interface Value<T> {
        @Nullable Object of(T row);
    }

    /** Type of a column. */
    private enum Type {
        TEXT("text", Oid.TEXT, Oid.TEXT_ARRAY),
        SMALL("smallint", Oid.INT2, Oid.INT2_ARRAY),
        WHOLE("int", Oid.INT4, Oid.INT4_ARRAY),
        BIG("bigint", Oid.INT8, Oid.INT8_ARRAY),
        FLAG("boolean", Oid.BOOL, Oid.BOOL_ARRAY),
        TIME("timestamptz", Oid.TIMESTAMPTZ, Oid.TIMESTAMPTZ_ARRAY),
        /** An array cannot be an element of an array, so in one it travels as text. */
        WHOLES("text", Oid.TEXT, Oid.TEXT_ARRAY);

        /** The type of an array's elements as which the values of many rows are sent. */
        private final String element;

        private final int elementType;
        private final int arrayType;

        Type(String element, int elementType, int arrayType) {
            this.element = element;
            this.elementType = elementType;
            this.arrayType = arrayType;
        }

        void appendElement(BinaryCells cells, @Nullable Object value) {
            if (value instanceof int[] wholes) {
                cells.text(arrayText(wholes));
            } else {
                append(cells, value);
            }
        }

        void append(BinaryCells cells, @Nullable Object value) {
            if (value == null) {
                cells.nothing();
                return;
            }
            switch (this) {
                case TEXT -> cells.text((String) value);
                case SMALL -> cells.small(((Number) value).intValue());
                case WHOLE -> cells.whole(((Number) value).intValue());
                case BIG -> cells.big(((Number) value).longValue());
                case FLAG -> cells.flag((Boolean) value);
                case TIME -> cells.time((Instant) value);
                case WHOLES -> cells.wholes((int[]) value);
            }
        }
    }

    private record Column<T>(String name, Type type, Value<T> value) {
        String cast() {
            return type == Type.WHOLES ? "::int[]" : "";
        }
    }

    private ColumnBatch(String table, List<Column<T>> columns) {
        this.table = table;
        this.columns = columns;
    }

    public static <T> ColumnBatch<T> of(String table) {
        return new ColumnBatch<>(table, List.of());
    }

    public ColumnBatch<T> text(String name, Value<T> value) {
        return add(name, Type.TEXT, value);
    }

    /** A column of type smallint. */
    public ColumnBatch<T> small(String name, Value<T> value) {
        return add(name, Type.SMALL, value);
    }

    /** A column of type int. */
    public ColumnBatch<T> whole(String name, Value<T> value) {
        return add(name, Type.WHOLE, value);
    }

    /** A column of type bigint. */
    public ColumnBatch<T> number(String name, Value<T> value) {
        return add(name, Type.BIG, value);
    }

    /** A column of type int[]. */
    public ColumnBatch<T> wholes(String name, Value<T> value) {
        return add(name, Type.WHOLES, value);
    }

    public ColumnBatch<T> flag(String name, Value<T> value) {
        return add(name, Type.FLAG, value);
    }

    public ColumnBatch<T> time(String name, Value<T> value) {
        return add(name, Type.TIME, value);
    }

    private ColumnBatch<T> add(String name, Type type, Value<T> value) {
        var more = new ArrayList<>(columns);
        more.add(new Column<>(name, type, value));
        return new ColumnBatch<>(table, List.copyOf(more));
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
                BinaryCells cells = copy.row(columns.size());
                for (Column<T> column : columns) {
                    column.type().append(cells, column.value().of(row));
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
                statement.setArray(parameter++, array(connection, column, rows));
            }
            return statement.executeUpdate();
        }
    }

    private static <T> Array array(Connection connection, Column<T> column, Collection<T> rows)
            throws SQLException {
        Type type = column.type();
        BinaryCells cells = ArrayParameters.begin(type.elementType, rows.size());
        for (T row : rows) {
            type.appendElement(cells, column.value().of(row));
        }
        return ArrayParameters.end(connection, type.arrayType, cells);
    }

    private static String arrayText(int[] wholes) {
        return Arrays.stream(wholes)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(",", "{", "}"));
    }
}
