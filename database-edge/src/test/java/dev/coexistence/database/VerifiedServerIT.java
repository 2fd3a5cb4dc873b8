package dev.coexistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.coexistence.local.Database;
import dev.coexistence.local.FreePorts;
import dev.coexistence.local.LocalPostgres;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** PostgreSQL whose certificate is verified, by the settings of the address alone. */
class VerifiedServerIT {
    @TempDir static Path folder;

    private static LocalPostgres postgres;
    private static Database database;
    private static ServerCertificate server;
    private static ServerCertificate stranger;

    @SpringBootConfiguration
    @ImportAutoConfiguration(DataSourceAutoConfiguration.class)
    @Import(DatabaseEdgeConfiguration.class)
    static class Service {}

    @BeforeAll
    static void start() throws SQLException {
        postgres =
                LocalPostgres.start(
                        new LocalPostgres.Settings(
                                folder.resolve("data"),
                                FreePorts.next(),
                                false,
                                folder.resolve("postgres.log")));
        database = postgres.database("verified");
        server = ServerCertificate.make(folder, "server", "ip:127.0.0.1");
        stranger = ServerCertificate.make(folder, "stranger", "ip:127.0.0.1");
        show(server);
        await().untilAsserted(() -> assertThat(postgres.setting("ssl")).isEqualTo("on"));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void answersWhomItsAuthorityIsNamedAndOverTls() {
        try (var service = run(verified("127.0.0.1", server))) {
            assertThat(
                            new JdbcTemplate(service.getBean(DataSource.class))
                                    .queryForObject(
                                            "select ssl from pg_stat_ssl where pid = pg_backend_pid()",
                                            Boolean.class))
                    .isTrue();
        }
    }

    @Test
    void isRefusedWhereAnotherAuthorityIsNamed() {
        assertRefused(verified("127.0.0.1", stranger), "The database server is not trusted: ");
    }

    @Test
    void isRefusedWhereItsCertificateNamesAnotherHost() {
        assertRefused(
                verified("localhost", server),
                "The database server is not trusted: The hostname localhost could not be verified");
    }

    /** The log has the reason in one line and no stack trace. */
    private static void assertRefused(String url, String reason) {
        PrintStream out = System.out;
        var written = new ByteArrayOutputStream();
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            assertThatThrownBy(() -> run(url).close()).isInstanceOf(RuntimeException.class);
        } finally {
            System.setOut(out);
        }
        String log = written.toString(StandardCharsets.UTF_8);
        assertThat(log.lines().filter(line -> line.startsWith(reason))).as(log).hasSize(1);
        assertThat(log).doesNotContain("\tat ");
    }

    private static ConfigurableApplicationContext run(String url) {
        return new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.main.banner-mode=off",
                        "--spring.datasource.url=" + url,
                        "--spring.datasource.username=" + database.user(),
                        "--spring.datasource.password=" + database.password(),
                        "--spring.datasource.hikari.schema=public");
    }

    private static String verified(String host, ServerCertificate authority) {
        return database.url().replace("127.0.0.1", host)
                + "?sslmode=verify-full&sslrootcert="
                + authority.file();
    }

    /** Gives the running server a certificate, in its own folder and with its own rights. */
    private static void show(ServerCertificate shown) throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            write(statement, "server.key", shown.key());
            write(statement, "server.crt", shown.certificate());
            statement.execute("alter system set ssl = on");
            statement.execute("select pg_reload_conf()");
        }
    }

    private static void write(Statement statement, String file, String text) throws SQLException {
        statement.execute(
                "copy (select unnest(string_to_array('%s', E'\\n'))) to program 'umask 077; cat > %s'"
                        .formatted(text.strip(), file));
    }
}
