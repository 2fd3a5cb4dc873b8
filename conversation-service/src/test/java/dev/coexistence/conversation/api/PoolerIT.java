package dev.coexistence.conversation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coexistence.local.LocalStack;
import dev.coexistence.local.trouble.LocalPooler;
import dev.coexistence.local.trouble.LocalPooler.Mode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service behind PgBouncer. */
class PoolerIT {

    @BeforeEach
    void needsThePooler() {
        assumeTrue(
                LocalPooler.isInstalled(),
                "PgBouncer is not installed (Debian: apt-get install pgbouncer)");
    }

    @ParameterizedTest
    @CsvSource({"TRANSACTION,8,0", "TRANSACTION,8,1", "TRANSACTION,1,0", "STATEMENT,8,0"})
    void refusesToStartWhereSessionsAreTakenApart(Mode mode, String connections, String inTurn) {
        var stack = LocalStack.shared();
        try (var pooler =
                LocalPooler.start(
                        stack.postgres(),
                        mode,
                        Map.of("default_pool_size", connections, "server_round_robin", inTurn))) {
            var database = pooler.poolDatabase(stack.newDatabase("pooled"));

            assertThatThrownBy(() ->
                            RunningConversation.start(
                                            Map.of("spring.datasource.url", database.url()))
                                    .close())
                    .hasStackTraceContaining(
                            "a connection pooler in transaction or statement mode");
        }
    }

    @Test
    void losesAndParksNothingOverARestartOfThePooler() throws Exception {
        var stack = LocalStack.shared();
        try (var pooler = LocalPooler.start(stack.postgres(), Mode.SESSION, Map.of());
                var poisoned =
                        PoisonedConversation.start(
                                1,
                                Map.of(
                                        "spring.datasource.url",
                                        pooler.poolDatabase(stack.newDatabase("pooled")).url()))) {
            var topics = poisoned.topics();
            var service = poisoned.service();
            service.receive(0, 100);
            pooler.stop();
            service.receive(100, 100);
            pooler.start();
            service.receive(200, 100);

            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(service.messages()).isEqualTo(300));
            assertThat(topics.letters()).isEmpty();
        }
    }
}
