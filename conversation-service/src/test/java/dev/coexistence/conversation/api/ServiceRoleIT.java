package dev.coexistence.conversation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.database.TenantTransactions;
import dev.coexistence.database.TenantView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The service as the role of the database that production gives it. */
class ServiceRoleIT {
    private static RunningConversation service;
    private static JdbcTemplate database;

    @BeforeAll
    static void start() {
        service = RunningConversation.start(Map.of());
        database = service.bean(JdbcTemplate.class);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void ownsNothingAndMakesNothing() {
        assertThat(texts("select current_user")).containsExactly("coexistence_conversation");
        assertThat(
                        texts(
                                "select distinct tableowner from pg_tables where schemaname = 'conversation'"))
                .containsExactly("coexistence_migrations");
        for (String refused :
                List.of(
                        "create table mine (id int)",
                        "create temporary table mine (id int)",
                        "create role mine",
                        "alter table message disable row level security",
                        "drop policy tenant_only on message")) {
            assertThatThrownBy(() -> database.execute(refused))
                    .as(refused)
                    .isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void seesAllTenantsAndAsOneOfThemThatOneOnly() {
        database.update(
                "insert into number (phone_number_id, tenant) values ('role-n', 'north'), ('role-s', 'south')");
        TenantTransactions tenants = service.bean(TenantTransactions.class);
        String sql =
                "select phone_number_id from number where phone_number_id like 'role-%' order by 1";

        assertThat(texts(sql)).containsExactly("role-n", "role-s");
        assertThat(tenants.query(TenantView.of("north"), sql, (row, _) -> row.getString(1)))
                .containsExactly("role-n");
        assertThat(tenants.within(TenantView.of("south"), () -> texts(sql)))
                .containsExactly("role-s");
    }

    /** Whoever else comes in as this role has the same. */
    @Test
    void theRoleHasTheSettingsOfTheServicesPool() {
        assertThat(
                        texts(
                                "select setting from pg_db_role_setting, unnest(setconfig) setting"
                                        + " where setrole = current_user::regrole and setdatabase ="
                                        + " (select oid from pg_database where datname = current_database()) order by 1"))
                .containsExactly(
                        "plan_cache_mode=" + setting("plan_cache_mode"),
                        "search_path=" + setting("search_path").replace("\"", ""));
    }

    private static String setting(String name) {
        return texts("select current_setting('" + name + "')").getFirst();
    }

    private static List<String> texts(String sql) {
        return database.query(sql, (row, _) -> row.getString(1));
    }
}
