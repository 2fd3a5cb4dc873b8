package dev.coexistence.conversation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.access.Role;
import dev.coexistence.access.kit.TestIssuer;
import dev.coexistence.conversation.projection.TenantStory;
import dev.coexistence.local.Database;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.UnreadableRecord;
import dev.coexistence.schemas.events.AuditEntry;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.ConsumerFactory;

/** An act and its entry in the audit: both or neither, whatever is away. */
class AuditedActsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ENDPOINTS = "/v1/webhook-endpoints";
    private static final TenantStory STORY =
            new TenantStory("audited", "900000000005501", "155504");

    private static TestIssuer issuer;
    private static RunningConversation service;
    private static CallerClient owner;
    private static JdbcTemplate database;

    @BeforeAll
    static void start() throws Exception {
        issuer = TestIssuer.start();
        service = RunningConversation.startClosed(issuer);
        database = service.bean(JdbcTemplate.class);
        owner = new CallerClient(service.url(), issuer.person("audited", Role.OWNER));
        service.publish(
                STORY.number(),
                STORY.tell(RandomGeneratorFactory.of("L64X128MixRandom").create(11), 12));
        await().atMost(PATIENCE).until(() -> contacts().size() > 1);
    }

    @AfterAll
    static void stop() {
        owner.close();
        service.close();
        issuer.close();
    }

    @Test
    void withTheBrokerAwayActsAreDoneAndTheirEntriesFollow() {
        String contact = contacts().getFirst();

        LocalStack.shared().stopBroker();
        String endpoint;
        try {
            var created = owner.ask("POST", ENDPOINTS, hook("a"));
            assertThat(created.status()).as(created.body()).isEqualTo(201);
            endpoint = endpoint("a");
            assertThat(owner.ask("DELETE", ENDPOINTS + "/" + endpoint, null).status())
                    .isEqualTo(204);
            assertThat(owner.ask("DELETE", "/v1/contacts/" + contact, null).status())
                    .isEqualTo(200);
            assertThat(contacts()).doesNotContain(contact);
        } finally {
            LocalStack.shared().startBroker();
        }

        for (var wanted :
                List.of(
                        List.of("webhook.create", endpoint),
                        List.of("webhook.delete", endpoint),
                        List.of("contact.erase", contact))) {
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(published(wanted.get(0), wanted.get(1)))
                                    .singleElement()
                                    .satisfies(entry -> {
                                        assertThat(entry.getTenant()).contains("audited");
                                        assertThat(entry.getCallerName())
                                                .isEqualTo("Person of audited");
                                    }));
        }
    }

    @Test
    void whatCannotBeWrittenDownIsNotDone() throws SQLException {
        assertThat(owner.ask("POST", ENDPOINTS, hook("kept")).status()).isEqualTo(201);
        String endpoint = endpoint("kept");
        String contact = contacts().getLast();
        String before = row(endpoint);

        asOwner("alter table conversation.outbox rename to outbox_away");
        try {
            for (var act :
                    List.of(
                            List.of("POST", ENDPOINTS, hook("b")),
                            List.of("PUT", ENDPOINTS + "/" + endpoint, hook("changed")),
                            List.of("POST", ENDPOINTS + "/" + endpoint + "/rotate-secret", "{}"),
                            List.of("POST", ENDPOINTS + "/" + endpoint + "/pause", "{}"),
                            List.of("DELETE", ENDPOINTS + "/" + endpoint, ""),
                            List.of("DELETE", "/v1/contacts/" + contact, ""))) {
                String body = act.get(2);
                var answer = owner.ask(act.get(0), act.get(1), body.isEmpty() ? null : body);
                assertThat(answer.status()).as(act + " " + answer.body()).isGreaterThan(499);
            }
        } finally {
            asOwner("alter table conversation.outbox_away rename to outbox");
        }

        assertThat(row(endpoint)).isEqualTo(before);
        assertThat(count("b")).isZero();
        assertThat(contacts()).contains(contact);
    }

    /** Runs what the service's own role may not. */
    private static void asOwner(String sql) throws SQLException {
        String url = service.bean(Environment.class).getRequiredProperty("spring.datasource.url");
        String role = Database.MIGRATIONS;
        try (var connection = DriverManager.getConnection(url, role, role);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String url(String name) {
        return "http://127.0.0.1:1/" + name;
    }

    private static String hook(String name) {
        return "{\"url\":\"%s\"}".formatted(url(name));
    }

    private static String endpoint(String name) {
        return String.valueOf(
                database.queryForObject(
                        "select id::text from webhook_endpoint where url = ?",
                        String.class,
                        url(name)));
    }

    private static int count(String name) {
        return database.queryForList("select 1 from webhook_endpoint where url = ?", url(name))
                .size();
    }

    private static String row(String endpoint) {
        return String.valueOf(
                database.queryForObject(
                        "select row_to_json(e)::text from webhook_endpoint e where id::text = ?",
                        String.class,
                        endpoint));
    }

    private static List<String> contacts() {
        return database.query(
                "select id::text from contact where phone_number_id = ? and merged_into is null"
                        + " order by id",
                (row, _) -> row.getString(1),
                STORY.number());
    }

    @SuppressWarnings("unchecked")
    private static List<AuditEntry> published(String action, String object) {
        List<AuditEntry> found = new ArrayList<>();
        ConsumerFactory<String, byte[]> consumers = service.bean(ConsumerFactory.class);
        try (Consumer<String, byte[]> consumer = consumers.createConsumer(null, "audited-acts")) {
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
                    AuditEntry entry = service.bean(EventSerde.class).read(Topics.AUDIT, record);
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
}
