package dev.coexistence.conversation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.local.Database;
import dev.coexistence.local.LocalStack;
import dev.coexistence.local.trouble.Poison;
import dev.coexistence.local.trouble.PoisonedTopics;
import dev.coexistence.schemas.Topics;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The primary is demoted for 15 s: sessions end, and new ones are read-only, those that stay open
 * also once it is over. Or the tables are gone from where the session looks for them.
 */
class ReadOnlyIT {

    @Test
    void losesAndParksNoEventWhileTheDatabaseIsReadOnly() throws Exception {
        paused(
                "alter database %s set default_transaction_read_only = on",
                "alter database %s reset default_transaction_read_only");
    }

    @Test
    void losesAndParksNoEventWhileItsSchemaIsGone() throws Exception {
        paused(
                "alter schema conversation rename to elsewhere",
                "alter schema elsewhere rename to conversation");
    }

    private static void paused(String begin, String end) throws Exception {
        var stack = LocalStack.shared();
        Database database = stack.newServiceDatabase("demoted");
        try (var topics = PoisonedTopics.start(stack.registryUrl(), 1);
                var service =
                        RunningConversation.start(
                                Map.of(
                                        "kafka.bootstrap-servers",
                                        topics.bootstrapServers(),
                                        "spring.datasource.url",
                                        database.url()))) {
            service.receive(0, 5);
            await().until(() -> service.messages() == 5);
            assertThat(service.readiness()).isEqualTo(200);

            execute(database, begin);
            service.receive(5, 20);
            var poison = topics.put(Poison.TEXT, Topics.INBOUND_MESSAGES, 1);
            await().atMost(Duration.ofSeconds(15)).until(() -> service.readiness() == 503);
            await().pollDelay(Duration.ofSeconds(15))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> topics.letters().size() <= 1);
            execute(database, end);

            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(service.messages()).isEqualTo(25));
            await().until(() -> topics.lettersOf(poison).size() == 1);
            assertThat(topics.letters()).hasSize(1);
            await().atMost(Duration.ofSeconds(20)).until(() -> service.readiness() == 200);
        }
    }

    /** Ends all sessions only where they are to be read-only from now on. */
    private static void execute(Database database, String statement) throws SQLException {
        String name = database.url().substring(database.url().lastIndexOf('/') + 1);
        try (var connection =
                        DriverManager.getConnection(
                                database.url(), database.user(), database.password());
                var execute = connection.createStatement()) {
            execute.execute("set default_transaction_read_only = off");
            execute.execute(statement.formatted(name));
            if (statement.endsWith("on")) {
                execute.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where datname = current_database() and pid <> pg_backend_pid()");
            }
        }
    }
}
