package dev.coexistence.database;

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
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * Many rows of a table in one statement: a column of all rows is one array parameter, unnested on
 * the server, or a field of a binary COPY. The statement's text does not depend on the number of
 * rows, so its plan is kept. Everything travels in PostgreSQL's binary format.
 *
 * @param <T> the source of one row
 */
public final class ColumnBatch<T> {
    private final String table;
    private final List<Column<T>> columns;

    /** The value of one column. */
    @FunctionalInterface
    public interface Value<T> {
        @Nullable Object of(T row);
    }

    /** The type of a column. */
    private enum Type {
        TEXT("text", Oid.TEXT, Oid.TEXT_ARRAY),
        SMALLINT("smallint", Oid.INT2, Oid.INT2_ARRAY),
        INTEGER("int", Oid.INT4, Oid.INT4_ARRAY),
        BIGINT("bigint", Oid.INT8, Oid.INT8_ARRAY),
        BOOLEAN("boolean", Oid.BOOL, Oid.BOOL_ARRAY),
        BYTES("bytea", Oid.BYTEA, Oid.BYTEA_ARRAY),
        TIME("timestamptz", Oid.TIMESTAMPTZ, Oid.TIMESTAMPTZ_ARRAY),
        /** An array cannot be an element of an array, so in one it travels as text. */
        INTEGERS("text", Oid.TEXT, Oid.TEXT_ARRAY);

        /** The element type of the array as which the values of many rows travel. */
        private final String element;

        private final int elementType;
        private final int arrayType;

        Type(String element, int elementType, int arrayType) {
            this.element = element;
            this.elementType = elementType;
            this.arrayType = arrayType;
        }

        void appendElement(BinaryCells cells, @Nullable Object value) {
            if (value instanceof int[] integers) {
                cells.addText(literal(integers));
            } else {
                append(cells, value);
            }
        }

        void append(BinaryCells cells, @Nullable Object value) {
            if (value == null) {
                cells.addNull();
                return;
            }
            switch (this) {
                case TEXT -> cells.addText((String) value);
                case SMALLINT -> cells.addSmallint(((Number) value).intValue());
                case INTEGER -> cells.addInteger(((Number) value).intValue());
                case BIGINT -> cells.addBigint(((Number) value).longValue());
                case BOOLEAN -> cells.addBoolean((Boolean) value);
                case BYTES -> cells.addBytes((byte[]) value);
                case TIME -> cells.addTime((Instant) value);
                case INTEGERS -> cells.addIntegers((int[]) value);
            }
        }
    }

    private record Column<T>(String name, Type type, Value<T> value) {
        /** The column of the unnested rows, as the table's type. */
        String unnested() {
            return "v." + name + (type == Type.INTEGERS ? "::int[]" : "");
        }
    }

    private ColumnBatch(String table, List<Column<T>> columns) {
        this.table = table;
        this.columns = columns;
    }

    public static <T> ColumnBatch<T> into(String table) {
        return new ColumnBatch<>(table, List.of());
    }

    /** Rows of no table's, for a statement that joins them ({@link #toTable}, {@link #bind}). */
    public static <T> ColumnBatch<T> rows() {
        return new ColumnBatch<>("", List.of());
    }

    public ColumnBatch<T> text(String name, Value<T> value) {
        return plus(name, Type.TEXT, value);
    }

    public ColumnBatch<T> smallint(String name, Value<T> value) {
        return plus(name, Type.SMALLINT, value);
    }

    public ColumnBatch<T> integer(String name, Value<T> value) {
        return plus(name, Type.INTEGER, value);
    }

    public ColumnBatch<T> bigint(String name, Value<T> value) {
        return plus(name, Type.BIGINT, value);
    }

    /** A column of type int[]. */
    public ColumnBatch<T> integers(String name, Value<T> value) {
        return plus(name, Type.INTEGERS, value);
    }

    public ColumnBatch<T> bool(String name, Value<T> value) {
        return plus(name, Type.BOOLEAN, value);
    }

    /** A column of type bytea. */
    public ColumnBatch<T> bytes(String name, Value<T> value) {
        return plus(name, Type.BYTES, value);
    }

    /** A column of type timestamptz, to the microsecond. */
    public ColumnBatch<T> time(String name, Value<T> value) {
        return plus(name, Type.TIME, value);
    }

    private ColumnBatch<T> plus(String name, Type type, Value<T> value) {
        var more = new ArrayList<>(columns);
        more.add(new Column<>(name, type, value));
        return new ColumnBatch<>(table, List.copyOf(more));
    }

    /**
     * Inserts the rows.
     *
     * @param onConflict a clause such as {@code on conflict do nothing}, or empty
     * @return rows inserted or updated
     */
    public int insert(Connection connection, Collection<T> rows, String onConflict)
            throws SQLException {
        return rows.isEmpty() ? 0 : execute(connection, toInsert(onConflict), rows);
    }

    /**
     * The statement that inserts the rows, for a caller that reads what it returns ({@link #bind}).
     *
     * @param end clauses such as {@code on conflict do nothing returning id}
     */
    public String toInsert(String end) {
        return "insert into %s (%s) select %s from %s %s"
                .formatted(table, names(), castValues(), toTable(), end);
    }

    /** Updates the rows that agree in the first columns, as many as {@code keys} says. */
    public int update(Connection connection, Collection<T> rows, int keys) throws SQLException {
        if (rows.isEmpty()) {
            return 0;
        }
        String sql =
                "update %s t set %s from %s where %s"
                        .formatted(
                                table,
                                columns.stream()
                                        .skip(keys)
                                        .map(c -> c.name() + " = " + c.unnested())
                                        .collect(Collectors.joining(", ")),
                                toTable(),
                                columns.stream()
                                        .limit(keys)
                                        .map(c -> "t." + c.name() + " = " + c.unnested())
                                        .collect(Collectors.joining(" and ")));
        return execute(connection, sql, rows);
    }

    /**
     * Adds rows by COPY, the cheapest way for many rows.
     *
     * @throws SQLException also where one of the rows is there already
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
                                "copy %s (%s) from stdin (format binary)"
                                        .formatted(table, names()));
        try {
            var copy = new BinaryCopy(target);
            for (T row : rows) {
                BinaryCells cells = copy.beginRow(columns.size());
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

    private String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    private String castValues() {
        return columns.stream().map(Column::unnested).collect(Collectors.joining(", "));
    }

    /**
     * The rows as a table of a statement's FROM or JOIN: {@code unnest(?::text[], …) as v(name,
     * …)}. Its parameters are the statement's first ones.
     */
    public String toTable() {
        return columns.stream()
                .map(c -> "?::" + c.type().element + "[]")
                .collect(Collectors.joining(", ", "unnest(", ") as v(" + names() + ")"));
    }

    private int execute(Connection connection, String sql, Collection<T> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, rows);
            return statement.executeUpdate();
        }
    }

    /**
     * Binds the rows to a statement that begins its parameters with {@link #toTable}.
     *
     * @return index of the statement's next parameter
     */
    public int bind(PreparedStatement statement, Collection<T> rows) throws SQLException {
        Connection connection = statement.getConnection();
        int parameter = 1;
        for (Column<T> column : columns) {
            statement.setArray(parameter++, array(connection, column, rows));
        }
        return parameter;
    }

    private static <T> PgArray array(Connection connection, Column<T> column, Collection<T> rows)
            throws SQLException {
        Type type = column.type();
        var cells = new BinaryCells(64 + 16 * rows.size());
        cells.beginArray(type.elementType, rows.size());
        for (T row : rows) {
            type.appendElement(cells, column.value().of(row));
        }
        return new PgArray(
                connection.unwrap(BaseConnection.class), type.arrayType, cells.toBytes());
    }

    private static String literal(int[] integers) {
        return Arrays.stream(integers)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(",", "{", "}"));
    }
}
