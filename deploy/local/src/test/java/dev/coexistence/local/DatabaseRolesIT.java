package dev.coexistence.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The roles that deploy/postgres/roles.sql makes. */
class DatabaseRolesIT {
    private static final LocalPostgres POSTGRES = LocalStack.shared().postgres();

    @ParameterizedTest
    @ValueSource(strings = {"connection", "conversation", "dispatch"})
    void aServiceReadsAndWritesItsOwnAndMakesNothing(String service) throws SQLException {
        Database database = LocalStack.shared().newDatabase("roles");
        POSTGRES.makeRoles(database);
        run(
                database.loginAs(Database.MIGRATIONS),
                "create table "
                        + service
                        + ".note (id int generated always as identity, words text)",
                "create table " + other(service) + ".note (words text)");

        Database own = database.loginAs("coexistence_" + service);
        run(
                own,
                "insert into note (words) values ('a')",
                "update note set words = 'b'",
                "vacuum note",
                "delete from note");
        for (String refused :
                List.of(
                        "create table mine (id int)",
                        "create table public.mine (id int)",
                        "create temporary table mine (id int)",
                        "create schema mine",
                        "create role mine",
                        "alter table note add column more text",
                        "drop table note",
                        "truncate note",
                        "select * from " + other(service) + ".note",
                        "set role coexistence_migrations",
                        "set role coexistence_" + other(service) + "_tenant")) {
            assertThatThrownBy(() -> run(own, refused))
                    .as(refused)
                    .isInstanceOf(SQLException.class)
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
    }

    @Test
    void whatAnotherRoleOwnedBecomesTheMigrations() throws SQLException {
        Database database = LocalStack.shared().newDatabase("roles_before");
        run(
                database,
                "create schema dispatch",
                "create table dispatch.note (id int generated always as identity, words text)",
                "create sequence dispatch.place",
                "create view dispatch.words as select words from dispatch.note",
                "create function dispatch.one() returns int language sql as 'select 1'");

        POSTGRES.makeRoles(database);
        POSTGRES.makeRoles(database);

        run(database.loginAs("coexistence_dispatch"), "insert into note (words) values ('a')");
        run(
                database.loginAs(Database.MIGRATIONS),
                "alter table dispatch.note add column more text",
                "alter sequence dispatch.place increment by 2",
                "drop view dispatch.words",
                "drop function dispatch.one()");
    }

    private static String other(String service) {
        return service.equals("dispatch") ? "connection" : "dispatch";
    }

    private static void run(Database database, String... statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                assertThat(sql).isNotBlank();
                statement.execute(sql);
            }
        }
    }
}
