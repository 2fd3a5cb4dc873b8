package dev.coexistence.watching;

import dev.coexistence.local.story.client.DemoIdentity;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tools.jackson.databind.JsonNode;

/**
 * Uses of rights that no chapter of the story has: dead letters, keys, an erasure, rare webhooks.
 */
final class RareRights {
    private static final String WEBHOOK =
            """
            {"object":"whatsapp_business_account","entry":[{"id":"100","changes":[{"field":"%s","value":{\
            "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100009",\
            "phone_number_id":"100000000000009"},%s}}]}]}\
            """;

    private final LocalRun run;
    private final Api api;

    RareRights(LocalRun run, Api api) {
        this.run = run;
        this.api = api;
    }

    void use() {
        putRecords();
        useAKey();
        eraseAPerson();
    }

    /** Looks at dead letters and replays the last hour, as an operator; after {@link #use}. */
    static void lookBack(LocalRun run) {
        URI ingest = run.at("ingest");
        Instant from = InstantSource.system().instant().minus(Duration.ofHours(1));
        try (var operator = new Api(run.identity(), DemoIdentity.OPERATOR_PROGRAM)) {
            operator.get(ingest.resolve("/v1/dead-letters"));
            operator.post(ingest.resolve("/v1/replays"), Map.of("from", from.toString()), Map.of());
        }
    }

    /** What nobody can read, for every service, and webhooks of the rarer fields. */
    private void putRecords() {
        var way = new HashMap<String, Object>(run.guard().brokerClient());
        way.put("bootstrap.servers", "127.0.0.1:" + run.port("kafka"));
        try (var producer =
                new KafkaProducer<>(way, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Map.Entry<String, String> record :
                    List.of(
                            Map.entry("whatsapp.erasures", "no event"),
                            Map.entry("whatsapp.webhooks", "no webhook"),
                            Map.entry(
                                    "whatsapp.webhooks",
                                    WEBHOOK.formatted("account_update", "\"event\":\"NOTHING\"")),
                            Map.entry(
                                    "whatsapp.webhooks",
                                    WEBHOOK.formatted(
                                            "smb_app_state_sync",
                                            "\"state_sync\":[{\"type\":\"contact\",\"action\":\"add\","
                                                    + "\"contact\":{\"full_name\":\"A\","
                                                    + "\"phone_number\":\"15550100999\"}}]")))) {
                producer.send(
                                new ProducerRecord<>(
                                        record.getKey(),
                                        bytes("100000000000009"),
                                        bytes(record.getValue())))
                        .get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The records were not taken", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The first use of a key is written down by each service that it comes to. */
    private void useAKey() {
        JsonNode made =
                api.post(
                        run.at("connection").resolve("/v1/keys"),
                        Map.of(
                                "name",
                                "watched",
                                "scopes",
                                List.of("threads:read", "messages:send", "connections:read")),
                        Map.of());
        String key = made.path("key").asString("");
        for (URI url :
                List.of(
                        run.at("conversation").resolve("/v1/conversations"),
                        run.at("dispatch").resolve("/v1/commands/none"))) {
            Api.awaitTaken(url, key);
        }
    }

    private void eraseAPerson() {
        URI conversation = run.at("conversation");
        String contact =
                api.get(conversation.resolve("/v1/conversations?limit=100"))
                        .path("items")
                        .path(0)
                        .path("contact")
                        .path("id")
                        .asString("");
        api.delete(conversation.resolve("/v1/contacts/" + contact));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
