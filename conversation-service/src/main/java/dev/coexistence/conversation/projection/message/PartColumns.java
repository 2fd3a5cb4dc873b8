package dev.coexistence.conversation.projection.message;

import dev.coexistence.conversation.database.ResultCells;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.database.ColumnBatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Columns of one part of a message. Each column is named once, and both directions use the list:
 * writing takes the values from the part, reading gives the cells in the same order.
 *
 * @param <P> the part; null where a message has none, then its columns are null too
 */
final class PartColumns<P> {
    private final List<Column<P>> columns = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Reader<P> reader;

    private enum Type {
        TEXT,
        RANK,
        SMALLINT,
        INTEGER,
        TIME
    }

    private record Column<P>(String name, Type type, ColumnBatch.Value<P> value) {}

    /** Makes the part from its cells. */
    @FunctionalInterface
    interface Reader<P> {
        @Nullable P read(Cells cells) throws SQLException;
    }

    /** The cells of one row, each read once and in the order of the columns. */
    static final class Cells {
        private final List<String> names;
        private final ResultSet row;
        private int next;

        private Cells(List<String> names, ResultSet row) {
            this.names = names;
            this.row = row;
        }

        /** The whole row, for parts within this part. */
        ResultSet row() {
            return row;
        }

        String text() throws SQLException {
            return row.getString(name());
        }

        @Nullable String textOrNull() throws SQLException {
            return row.getString(name());
        }

        /** A number; 0 where the part is absent. */
        int number() throws SQLException {
            return row.getInt(name());
        }

        @Nullable Integer numberOrNull() throws SQLException {
            return ResultCells.whole(row, name());
        }

        Instant time() throws SQLException {
            return ResultCells.requireTime(row, name());
        }

        @Nullable Instant timeOrNull() throws SQLException {
            return ResultCells.time(row, name());
        }

        private String name() {
            return names.get(next++);
        }
    }

    private PartColumns(Reader<P> reader) {
        this.reader = reader;
    }

    static <P> PartColumns<P> of(Reader<P> reader) {
        return new PartColumns<>(reader);
    }

    PartColumns<P> text(String name, ColumnBatch.Value<P> value) {
        return add(name, Type.TEXT, value);
    }

    /** A column of type smallint that is not null: 0 where the part is absent. */
    PartColumns<P> rank(String name, ColumnBatch.Value<P> value) {
        return add(name, Type.RANK, value);
    }

    PartColumns<P> smallint(String name, ColumnBatch.Value<P> value) {
        return add(name, Type.SMALLINT, value);
    }

    PartColumns<P> integer(String name, ColumnBatch.Value<P> value) {
        return add(name, Type.INTEGER, value);
    }

    PartColumns<P> time(String name, ColumnBatch.Value<P> value) {
        return add(name, Type.TIME, value);
    }

    private PartColumns<P> add(String name, Type type, ColumnBatch.Value<P> value) {
        columns.add(new Column<>(name, type, value));
        names.add(name);
        return this;
    }

    /**
     * Adds the columns to those that a message writes.
     *
     * @param part finds this part in the state of a message
     */
    ColumnBatch<MessageRow> addTo(
            ColumnBatch<MessageRow> batch, Function<MessageState, @Nullable P> part) {
        ColumnBatch<MessageRow> all = batch;
        for (Column<P> column : columns) {
            Object absent = column.type() == Type.RANK ? (Integer) 0 : null;
            ColumnBatch.Value<MessageRow> value =
                    row -> {
                        P found = part.apply(row.now());
                        return found == null ? absent : column.value().of(found);
                    };
            all =
                    switch (column.type()) {
                        case TEXT -> all.text(column.name(), value);
                        case RANK, SMALLINT -> all.smallint(column.name(), value);
                        case INTEGER -> all.integer(column.name(), value);
                        case TIME -> all.time(column.name(), value);
                    };
        }
        return all;
    }

    @Nullable P read(ResultSet row) throws SQLException {
        return reader.read(new Cells(names, row));
    }
}
