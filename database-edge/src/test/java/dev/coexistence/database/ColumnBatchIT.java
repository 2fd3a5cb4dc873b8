package dev.coexistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.jdbc.PgArray;

class ColumnBatchIT {
    private static final Instant AT = Instant.parse("2026-11-22T10:11:12.345678Z");
    private static final ColumnBatch<Sample> SAMPLES =
            ColumnBatch.<Sample>into("sample")
                    .bigint("id", Sample::id)
                    .text("word", Sample::word)
                    .smallint("small", row -> row.number() == null ? null : row.number() % 100)
                    .integer("number", Sample::number)
                    .bool("even", row -> row.id() % 2 == 0)
                    .bytes("bytes", Sample::bytes)
                    .time("at", Sample::at)
                    .integers("parts", Sample::parts);

    private final TestDatabase database =
            new TestDatabase(
                    "columns",
                    """
                    create table sample (id bigint primary key, word text, small smallint, number int, even boolean,
                      bytes bytea, at timestamptz, parts int[])
                    """);

    private record Sample(
            long id,
            @Nullable String word,
            @Nullable Integer number,
            byte @Nullable [] bytes,
            @Nullable Instant at,
            int @Nullable [] parts) {}

    private static final Sample FULL =
            new Sample(
                    2,
                    "a'\"{,}\\ \u00e9\uD83D\uDE00",
                    -7,
                    new byte[] {0, -1, 92},
                    AT,
                    new int[] {3, 4});
    private static final Sample EMPTY = new Sample(3, null, null, null, null, null);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void insertsEveryTypeAndNulls() throws SQLException {
        try (var connection = database.pool.getConnection()) {
            assertThat(SAMPLES.insert(connection, List.of(FULL, EMPTY), "")).isEqualTo(2);
            assertThat(SAMPLES.insert(connection, List.of(FULL), "on conflict do nothing"))
                    .isZero();
            assertThat(SAMPLES.insert(connection, List.of(), "")).isZero();
        }
        assertStored();
    }

    @Test
    void copiesEveryTypeAndNulls() throws SQLException {
        try (var connection = database.pool.getConnection()) {
            SAMPLES.copy(connection, List.of(FULL, EMPTY));
        }
        assertStored();
    }

    @Test
    void aCopyThatFailsLeavesTheConnectionUsable() throws SQLException {
        try (var connection = database.pool.getConnection()) {
            SAMPLES.copy(connection, List.of(FULL));
            assertThatThrownBy(() -> SAMPLES.copy(connection, List.of(EMPTY, FULL)))
                    .isInstanceOf(SQLException.class);
            SAMPLES.copy(connection, List.of(EMPTY));
        }
        assertStored();
    }

    @Test
    void copiesMoreThanOneBuffer() throws SQLException {
        var many =
                IntStream.range(0, 5_000)
                        .mapToObj(i -> new Sample(i, "word of row " + i, i, null, AT, null))
                        .toList();
        try (var connection = database.pool.getConnection()) {
            SAMPLES.copy(connection, many);
        }
        assertThat(
                        database.jdbc.queryForObject(
                                "select count(*) from sample where word = 'word of row ' || number",
                                Long.class))
                .isEqualTo(5_000);
    }

    @Test
    void updatesTheRowsThatAgreeInTheKey() throws SQLException {
        try (var connection = database.pool.getConnection()) {
            SAMPLES.insert(connection, List.of(FULL, EMPTY), "");
            var changed = new Sample(3, "changed", 1, null, AT, new int[] {5});
            assertThat(SAMPLES.update(connection, List.of(changed), 1)).isEqualTo(1);
        }
        assertThat(database.jdbc.queryForList("select word from sample order by id", String.class))
                .containsExactly(FULL.word(), "changed");
        assertThat(
                        database.jdbc.queryForObject(
                                "select parts::text from sample where id = 3", String.class))
                .isEqualTo("{5}");
    }

    @Test
    void joinsRowsThatStandInNoTable() throws SQLException {
        ColumnBatch<Sample> keys =
                ColumnBatch.<Sample>rows().bigint("id", Sample::id).time("at", Sample::at);
        try (var connection = database.pool.getConnection()) {
            SAMPLES.insert(connection, List.of(FULL, EMPTY), "");
            try (var select =
                    connection.prepareStatement(
                            "select s.id from "
                                    + keys.toTable()
                                    + " join sample s on s.id = v.id and s.at = v.at"
                                    + " where s.number = ?")) {
                select.setInt(keys.bind(select, List.of(FULL, EMPTY)), -7);
                try (var rows = select.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getLong(1)).isEqualTo(FULL.id());
                    assertThat(rows.next()).isFalse();
                }
            }
        }
    }

    /** So a plain list needs no encoding of ours; an {@code Object[]} would travel as text. */
    @Test
    void theDriverSendsTypedArraysInBinary() throws SQLException {
        Map<String, Object[]> arrays =
                Map.of(
                        "text", new String[] {"a", null},
                        "int8", new Long[] {1L},
                        "int4", new Integer[] {1},
                        "int2", new Short[] {1},
                        "bool", new Boolean[] {true},
                        "bytea", new byte[][] {{1}});
        try (var connection = database.pool.getConnection()) {
            for (var array : arrays.entrySet()) {
                assertThat(connection.createArrayOf(array.getKey(), array.getValue()))
                        .as(array.getKey())
                        .isInstanceOfSatisfying(
                                PgArray.class, sent -> assertThat(sent.isBinary()).isTrue());
            }
            assertThat(connection.createArrayOf("int4", new Object[] {1}))
                    .isInstanceOfSatisfying(
                            PgArray.class, sent -> assertThat(sent.isBinary()).isFalse());
        }
    }

    private void assertStored() {
        var full = database.jdbc.queryForMap("select * from sample where id = 2");
        assertThat(full)
                .containsEntry("word", FULL.word())
                .containsEntry("small", -7)
                .containsEntry("number", -7)
                .containsEntry("even", true)
                .containsEntry("bytes", FULL.bytes())
                .containsEntry("at", java.sql.Timestamp.from(AT));
        assertThat(
                        database.jdbc.queryForObject(
                                "select parts::text from sample where id = 2", String.class))
                .isEqualTo("{3,4}");
        assertThat(
                        database.jdbc.queryForObject(
                                "select num_nulls(word, small, number, bytes, at, parts) from sample where id = 3",
                                Integer.class))
                .isEqualTo(6);
    }
}
