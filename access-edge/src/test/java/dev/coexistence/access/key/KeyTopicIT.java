package dev.coexistence.access.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.access.AccessTable;
import dev.coexistence.access.AuditLog;
import dev.coexistence.access.Caller;
import dev.coexistence.access.Scope;
import dev.coexistence.access.kit.TestIssuer;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.KafkaEdgeConfiguration;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.UnreadableRecord;
import dev.coexistence.schemas.events.ApiKey;
import dev.coexistence.schemas.events.AuditEntry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Keys on a real topic, known to two services. */
class KeyTopicIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static TestIssuer issuer;
    private static ConfigurableApplicationContext first;
    private static ConfigurableApplicationContext second;
    private static @Nullable ConfigurableApplicationContext third;

    private final ApiKeyText key = ApiKeyText.generate(new SecureRandom());

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = KafkaAutoConfiguration.class)
    @Import({KafkaEdgeConfiguration.class, Things.class})
    static class Service {
        @Bean
        AccessTable accessTable() {
            return AccessTable.builder()
                    .row(HttpMethod.GET, "/v1/things", Scope.THREADS_READ)
                    .build();
        }
    }

    @RestController
    static class Things {
        @GetMapping("/v1/things")
        String things(Caller caller) {
            return caller.tenantOrDefault();
        }
    }

    @BeforeAll
    static void start() {
        issuer = TestIssuer.start();
        first = service();
        second = service();
    }

    @AfterAll
    static void stop() {
        if (third != null) {
            third.close();
        }
        first.close();
        second.close();
        issuer.close();
    }

    @Test
    void aKeyIsKnownAndRevokedEverywhere() {
        publish(key(null));
        await().atMost(PATIENCE).until(() -> status(first) == 200 && status(second) == 200);

        long revoked = System.nanoTime();
        publish(key(Instant.now()));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> status(first) == 401 && status(second) == 401);
        System.out.println(
                "revoked everywhere after "
                        + Duration.ofNanos(System.nanoTime() - revoked).toMillis()
                        + " ms");
    }

    @Test
    void aServiceThatStartsLaterKnowsTheKeysOfBefore() {
        publish(key(null));

        // Closed last: the first that closes takes the event loops of this JVM along.
        third = service();
        assertThat(status(third)).isEqualTo(200);
    }

    @Test
    void bytesThatAreNoKeyRefuseTheirKeyAndNoOther() {
        publish(key(null));
        await().atMost(PATIENCE).until(() -> status(first) == 200);
        var other = ApiKeyText.generate(new SecureRandom());

        first.getBean(EventPublisher.class)
                .send(
                        new ProducerRecord<>(
                                Topics.API_KEYS.name(),
                                other.id(),
                                "nonsense".getBytes(StandardCharsets.UTF_8)))
                .join();
        publish(key(null));

        assertThat(status(first)).isEqualTo(200);
    }

    @Test
    void theFirstUseOfAKeyIsToldToTheAudit() {
        publish(key(null));
        await().atMost(PATIENCE).until(() -> status(first) == 200);
        status(first);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(audit("api-key.use", key.id())).hasSize(1));
        AuditEntry entry = audit("api-key.use", key.id()).getFirst();
        assertThat(entry.getCallerKind()).isEqualTo("API_KEY");
        assertThat(entry.getTenant()).contains("acme");
        assertThat(entry.toString()).doesNotContain(key.secret());
    }

    @Test
    void anActIsWrittenDownWhenTheCallReturns() {
        var caller =
                new Caller(Caller.Kind.PERSON, "p1", "Person", "acme", Set.of(), null, "192.0.2.7");

        first.getBean(AuditLog.class)
                .write(caller, "connection.disconnect", key.id(), "acme", "a", "b");

        AuditEntry entry = audit("connection.disconnect", key.id()).getFirst();
        assertThat(entry.getCallerName()).isEqualTo("Person");
        assertThat(entry.getAddress()).contains("192.0.2.7");
        assertThat(entry.getBefore()).contains("a");
        assertThat(entry.getAfter()).contains("b");
    }

    private ApiKey key(@Nullable Instant revokedAt) {
        return KeyDirectoryTest.record(key, null, revokedAt, "threads:read");
    }

    private void publish(ApiKey record) {
        first.getBean(EventPublisher.class)
                .publish(Topics.API_KEYS, record.getKeyId(), record)
                .join();
    }

    private int status(ConfigurableApplicationContext service) {
        String port = service.getEnvironment().getRequiredProperty("local.server.port");
        var request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/things"))
                        .header("Authorization", "Bearer " + key.text())
                        .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<AuditEntry> audit(String action, String object) {
        List<AuditEntry> found = new ArrayList<>();
        ConsumerFactory<String, byte[]> consumers = first.getBean(ConsumerFactory.class);
        try (Consumer<String, byte[]> consumer = consumers.createConsumer(null, "audit-test")) {
            var partitions =
                    consumer.partitionsFor(Topics.AUDIT.name()).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    AuditEntry entry = first.getBean(EventSerde.class).read(Topics.AUDIT, record);
                    if (entry.getAction().equals(action) && entry.getObject().equals(object)) {
                        found.add(entry);
                    }
                }
            }
        } catch (UnreadableRecord e) {
            throw new AssertionError(e);
        }
        return found;
    }

    private static ConfigurableApplicationContext service() {
        List<String> arguments = new ArrayList<>(List.of(issuer.arguments()));
        arguments.add("--server.port=0");
        arguments.add("--spring.config.import=classpath:service-defaults.yaml");
        arguments.add("--spring.application.name=things-service");
        arguments.add("--spring.cloud.stream.function.autodetect=false");
        arguments.add(
                "--spring.cloud.stream.bindings.publishEvents-out-0.destination=whatsapp.audit");
        arguments.add("--kafka.bootstrap-servers=" + LocalStack.shared().bootstrapServers());
        arguments.add("--kafka.schema-registry-url=" + LocalStack.shared().registryUrl());
        return new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.REACTIVE)
                .run(arguments.toArray(String[]::new));
    }
}
