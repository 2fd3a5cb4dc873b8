package dev.coexistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

class TenantTransactionsIT {
    private static final String ROLE = "coexistence_notes_tenant";
    private static final TenantView NORTH = TenantView.of("north");
    private static final TenantView SOUTH = TenantView.of("south");

    private final TestDatabase database =
            new TestDatabase(
                    "tenants",
                    """
                    do $$ begin
                      if not exists (select from pg_roles where rolname = 'coexistence_notes_tenant') then
                        create role coexistence_notes_tenant nologin;
                      end if;
                    end $$;
                    grant coexistence_notes_tenant to current_user;
                    create table note (id int primary key, tenant text not null, words text not null);
                    create table line (note int not null references note, words text not null);
                    create table hidden (words text not null);
                    grant select, insert on note, line to coexistence_notes_tenant;
                    alter table note enable row level security;
                    create policy tenant on note to coexistence_notes_tenant
                      using (tenant = nullif(current_setting('coexistence.tenant', true), ''));
                    alter table line enable row level security;
                    create policy tenant on line to coexistence_notes_tenant
                      using (exists (select from note where note.id = line.note));
                    insert into note values (1, 'north', 'snow'), (2, 'south', 'sand');
                    insert into line values (1, 'white'), (2, 'yellow');
                    """);
    private final TenantTransactions tenants =
            new TenantTransactions(database.jdbc, database.transactions, ROLE);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aForgottenWhereLeaksNothing() {
        assertThat(tenants.within(NORTH, this::notes)).containsExactly("snow");
        assertThat(tenants.within(SOUTH, this::notes)).containsExactly("sand");
        assertThat(tenants.within(TenantView.of("nobody"), this::notes)).isEmpty();
        assertThat(tenants.within(TenantView.all(), this::notes)).containsExactly("snow", "sand");
    }

    @Test
    void whatBelongsToARowIsSeenWithIt() {
        assertThat(
                        tenants.within(
                                SOUTH,
                                () ->
                                        database.jdbc.query(
                                                "select words from line",
                                                (row, _) -> row.getString(1))))
                .containsExactly("yellow");
    }

    @Test
    void nothingIsWrittenForAnotherTenant() {
        assertThatThrownBy(() ->
                        tenants.within(
                                NORTH,
                                () ->
                                        database.jdbc.update(
                                                "insert into note values (3, 'south', 'stone')")))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("row-level security");
        assertThatThrownBy(() ->
                        tenants.within(
                                NORTH,
                                () ->
                                        database.jdbc.update(
                                                "insert into line values (2, 'theirs')")))
                .isInstanceOf(DataAccessException.class);
        assertThat(notes()).containsExactly("snow", "sand");
    }

    @Test
    void whatIsNotGrantedIsRefused() {
        assertThatThrownBy(() ->
                        tenants.within(
                                NORTH,
                                () ->
                                        database.jdbc.query(
                                                "select words from hidden",
                                                (row, _) -> row.getString(1))))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(
                        () -> tenants.within(NORTH, () -> database.jdbc.update("delete from note")))
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void roleAndTenantEndWithTheTransactionOnTheSameConnection() {
        var one = single();
        try {
            var jdbc = new JdbcTemplate(one);
            var alone =
                    new TenantTransactions(
                            jdbc,
                            new TransactionTemplate(new DataSourceTransactionManager(one)),
                            ROLE);
            String user = user(jdbc);

            assertThat(alone.within(NORTH, () -> user(jdbc))).isEqualTo(ROLE);
            assertThat(user(jdbc)).isEqualTo(user);
            assertThat(tenant(jdbc)).isEmpty();

            assertThatThrownBy(() ->
                            alone.within(
                                    NORTH,
                                    () -> {
                                        throw new IllegalArgumentException("told to fail");
                                    }))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(user(jdbc)).isEqualTo(user);
            assertThat(tenant(jdbc)).isEmpty();

            assertThatThrownBy(() ->
                            alone.within(NORTH, () -> jdbc.update("insert into nowhere values(1)")))
                    .isInstanceOf(DataAccessException.class);
            assertThat(user(jdbc)).isEqualTo(user);
            assertThat(tenant(jdbc)).isEmpty();
            assertThat(jdbc.query("select words from note", (row, _) -> row.getString(1)))
                    .hasSize(2);
        } finally {
            one.destroy();
        }
    }

    @Test
    void aQueryInOneRoundTripLeaksNothingHoweverOftenItsPlanIsUsed() {
        for (int i = 0; i < 20; i++) {
            TenantView view = i % 2 == 0 ? NORTH : SOUTH;
            assertThat(query(view, "select words from note where id > ?", 0))
                    .containsExactly(i % 2 == 0 ? "snow" : "sand");
            assertThat(query(view, "select words from note"))
                    .containsExactly(i % 2 == 0 ? "snow" : "sand");
            assertThat(query(TenantView.all(), "select words from note")).hasSize(2);
            assertThat(notes()).hasSize(2);
        }
        assertThat(
                        query(
                                NORTH,
                                "select words from note where words = any (?) and id = ?",
                                new String[] {"snow", "sand"},
                                1))
                .containsExactly("snow");
        assertThat(query(TenantView.of("nobody"), "select words from note")).isEmpty();
    }

    @Test
    void aQueryInOneRoundTripLeavesTheConnectionAsItWas() {
        var one = single();
        try {
            var jdbc = new JdbcTemplate(one);
            var alone =
                    new TenantTransactions(
                            jdbc,
                            new TransactionTemplate(new DataSourceTransactionManager(one)),
                            ROLE);
            String user = user(jdbc);
            for (int i = 0; i < 8; i++) {
                assertThat(
                                alone.query(
                                        NORTH,
                                        "select current_user || ' ' || words from note",
                                        (row, _) -> row.getString(1)))
                        .containsExactly(ROLE + " snow");
                assertUntouched(jdbc, user);
                for (String failing :
                        List.of(
                                "select 1 / (id - 1) from note",
                                "select words from hidden",
                                "select words from nowhere",
                                "insert into note values (7, 'north', 'ice') returning words")) {
                    assertThatThrownBy(
                                    () -> alone.query(NORTH, failing, (row, _) -> row.getString(1)))
                            .isInstanceOf(DataAccessException.class);
                    assertUntouched(jdbc, user);
                }
                assertThatThrownBy(() ->
                                alone.query(
                                        NORTH,
                                        "select words from note",
                                        (_, _) -> {
                                            throw new IllegalArgumentException("told to fail");
                                        }))
                        .isInstanceOf(IllegalArgumentException.class);
                assertUntouched(jdbc, user);
            }
        } finally {
            one.destroy();
        }
    }

    @Test
    void aQueryInATransactionIsThatOfItsView() {
        assertThat(tenants.within(NORTH, () -> query(NORTH, "select words from note")))
                .containsExactly("snow");
        assertThat(
                        tenants.within(
                                TenantView.all(),
                                () -> query(TenantView.all(), "select words from note")))
                .hasSize(2);
        assertThatThrownBy(
                        () -> tenants.within(NORTH, () -> query(SOUTH, "select words from note")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        tenants.within(
                                NORTH, () -> query(TenantView.all(), "select words from note")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        database.transactions.execute(_ -> query(NORTH, "select words from note")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyConnectionOfThePoolComesBackAsItWas() {
        String user = user(database.jdbc);
        for (int i = 0; i < 20; i++) {
            TenantView view = i % 2 == 0 ? NORTH : SOUTH;
            assertThat(tenants.within(view, this::notes)).hasSize(1);
            assertThat(user(database.jdbc)).isEqualTo(user);
            assertThat(tenant(database.jdbc)).isEmpty();
            assertThat(notes()).hasSize(2);
        }
    }

    @Test
    void aRolledBackTransactionLeavesNothing() {
        assertThatThrownBy(() ->
                        tenants.within(
                                NORTH,
                                () -> {
                                    database.jdbc.update(
                                            "insert into note values (4, 'north', 'ice')");
                                    throw new IllegalStateException("told to fail");
                                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(notes()).containsExactly("snow", "sand");
    }

    @Test
    void theSameViewGoesOnAndAnotherIsRefused() {
        assertThat(tenants.within(NORTH, () -> tenants.within(NORTH, this::notes)))
                .containsExactly("snow");
        assertThatThrownBy(() -> tenants.within(NORTH, () -> tenants.within(SOUTH, this::notes)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        tenants.within(NORTH, () -> tenants.within(TenantView.all(), this::notes)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        database.transactions.execute(_ -> tenants.within(NORTH, this::notes)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aBlankTenantIsNone() {
        assertThatThrownBy(() -> TenantView.of(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThat(TenantView.ofCaller(null)).isEqualTo(TenantView.all());
        assertThat(TenantView.ofCaller("north")).isEqualTo(NORTH);
    }

    private SingleConnectionDataSource single() {
        var one = new SingleConnectionDataSource();
        one.setUrl(database.pool.getJdbcUrl());
        one.setUsername(database.pool.getUsername());
        one.setPassword(database.pool.getPassword());
        one.setSuppressClose(true);
        return one;
    }

    private static void assertUntouched(JdbcTemplate jdbc, String user) {
        assertThat(user(jdbc)).isEqualTo(user);
        assertThat(tenant(jdbc)).isEmpty();
        assertThat(
                        jdbc.queryForObject(
                                "select current_setting('enable_seqscan') || current_setting('plan_cache_mode')"
                                        + " || current_setting('transaction_read_only')",
                                String.class))
                .isEqualTo("onautooff");
    }

    private List<String> query(TenantView view, String sql, Object... values) {
        return tenants.query(view, sql, (row, _) -> row.getString(1), values);
    }

    private List<String> notes() {
        return database.jdbc.query(
                "select words from note order by id", (row, _) -> row.getString(1));
    }

    private static String user(JdbcTemplate jdbc) {
        return String.valueOf(jdbc.queryForObject("select current_user", String.class));
    }

    private static String tenant(JdbcTemplate jdbc) {
        return String.valueOf(
                jdbc.queryForObject(
                        "select coalesce(current_setting('coexistence.tenant', true), '')",
                        String.class));
    }
}
