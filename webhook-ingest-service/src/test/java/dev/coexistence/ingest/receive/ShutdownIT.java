package dev.coexistence.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.ingest.RunningIngest;
import dev.coexistence.ingest.Samples;
import dev.coexistence.ingest.Signed;
import dev.coexistence.local.LocalStack;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** An instance that is asked to end: from its start to its end. */
class ShutdownIT {
    private static final LocalStack STACK = LocalStack.shared();

    /** Of any value: raw records that another test left may be split before the first look. */
    private static final Pattern SERIES =
            Pattern.compile(
                    "whatsapp_ingest_(webhooks|split_(events|dead_letters))_total\\{.*} [0-9.E]+");

    /** Acknowledges when the test says so. */
    static final class HeldLog implements RawLog {
        final CompletableFuture<SignedBody> asked = new CompletableFuture<>();
        final CompletableFuture<AppendOutcome> acknowledged = new CompletableFuture<>();

        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public CompletableFuture<AppendOutcome> append(SignedBody body) {
            asked.complete(body);
            return acknowledged;
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Held {
        @Bean
        @Primary
        HeldLog heldLog() {
            return new HeldLog();
        }
    }

    @Test
    void answersWhatIsUnderWayAfterItsAcknowledgementAndLeavesItsGroup() throws Exception {
        try (Admin admin =
                        Admin.create(
                                Map.of(
                                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                                        STACK.bootstrapServers()));
                var http = HttpClient.newHttpClient()) {
            Set<String> others = members(admin);
            var ingest = RunningIngest.start(STACK, List.of(Held.class));
            ingest.awaitReady();
            assertThat(ingest.get("/actuator/prometheus").body().lines())
                    .filteredOn(line -> SERIES.matcher(line).matches())
                    .as("outcomes, topics and reasons")
                    .hasSize(9 + 6 + 12);
            await().atMost(Duration.ofSeconds(40)).until(() -> !others.containsAll(members(admin)));
            var log = ingest.bean(HeldLog.class);
            byte[] body = Samples.bytes(Samples.textWebhook("wamid.HELD", "x"));
            var answer =
                    http.sendAsync(
                            HttpRequest.newBuilder(ingest.uri("/webhooks/whatsapp"))
                                    .header(SignatureVerifier.HEADER, Signed.header(body))
                                    .POST(BodyPublishers.ofByteArray(body))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(log.asked.get(10, TimeUnit.SECONDS).bytes()).isEqualTo(body);

            var closed = CompletableFuture.runAsync(ingest::close);
            // It leaves the group at the beginning of its end: what follows is the server's.
            await().atMost(Duration.ofSeconds(20)).until(() -> others.containsAll(members(admin)));
            assertThat(answer).isNotDone();
            assertThat(closed).isNotDone();
            log.acknowledged.complete(RawLog.AppendOutcome.ACKNOWLEDGED);

            assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(closed).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    private static Set<String> members(Admin admin) throws Exception {
        String group = "webhook-ingest-service";
        var described = admin.describeConsumerGroups(List.of(group)).describedGroups();
        try {
            return Objects.requireNonNull(described.get(group))
                    .get(10, TimeUnit.SECONDS)
                    .members()
                    .stream()
                    .map(MemberDescription::consumerId)
                    .collect(Collectors.toSet());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Set.of();
            }
            throw e;
        }
    }
}
