package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.local.LocalStack;
import dev.coexistence.local.trouble.Poison;
import dev.coexistence.local.trouble.PoisonedTopics;
import dev.coexistence.local.trouble.PoisonedTopics.Place;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.HttpSchemaRegistry;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.TextContent;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every kind of poison on every topic that this service reads, in a small heap. */
class PoisonIT {
    private static final long SEED = System.nanoTime();
    private static final List<Topic<?>> READ =
            List.of(
                    Topics.SEND_COMMANDS,
                    Topics.CONNECTIONS,
                    Topics.MESSAGE_STATUSES,
                    Topics.INBOUND_MESSAGES,
                    Topics.ECHO_MESSAGES);

    @Test
    void isParkedOnceAndTheNextGoesThrough() throws Exception {
        try (var topics = PoisonedTopics.start(LocalStack.shared().registryUrl(), SEED);
                var meta = Simulator.start(SimulatorSettings.defaults());
                var stage =
                        new Stage(meta)
                                .with("kafka.bootstrap-servers", topics.bootstrapServers())) {
            Process service = stage.startProcess("poisoned");
            try {
                READ.forEach(topic -> awaitReading(topics, topic));
                var places = new ArrayList<Place>();
                READ.forEach(topic -> places.addAll(topics.poison(topic, 1)));

                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() ->
                                assertThat(places)
                                        .as("seed %s", SEED)
                                        .allMatch(place -> !topics.lettersOf(place).isEmpty()));
                // Behind all others: what comes of them twice has come by then.
                READ.forEach(topic -> awaitParked(topics, topics.put(Poison.TEXT, topic, 1)));
                assertThat(places)
                        .allSatisfy(place -> {
                            assertThat(topics.lettersOf(place)).hasSize(1);
                            var letter = topics.lettersOf(place).getFirst();
                            assertThat(letter.reason()).isEqualTo("UNREADABLE");
                            assertThat(letter.cutFrom() != null).isEqualTo(place.kind().isCut());
                        });
                assertThat(service.isAlive()).isTrue();
            } finally {
                service.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void isParkedOnceAlsoWhereAnotherRecordOfThePollCannotBeStored() {
        try (var topics = PoisonedTopics.start(LocalStack.shared().registryUrl(), SEED);
                var meta = Simulator.start(SimulatorSettings.defaults());
                var stage =
                        new Stage(meta).with("kafka.bootstrap-servers", topics.bootstrapServers());
                var service = stage.start("poisoned-together")) {
            awaitReading(topics, Topics.SEND_COMMANDS);

            List<Place> together =
                    topics.putTogether(
                            Topics.SEND_COMMANDS,
                            1,
                            Arrays.asList(
                                    "not avro".getBytes(StandardCharsets.UTF_8),
                                    null,
                                    command("with-nul", "r\u0000f"),
                                    command("", "reference")));
            awaitParked(topics, topics.put(Poison.TEXT, Topics.SEND_COMMANDS, 1));

            assertThat(service.isActive()).isTrue();
            assertThat(together)
                    .allSatisfy(place -> assertThat(topics.lettersOf(place)).hasSizeLessThan(2));
            assertThat(topics.lettersOf(together.get(0))).hasSize(1);
            assertThat(topics.lettersOf(together.get(1))).hasSize(1);
        }
    }

    /** Some topics are read from where they end when the service takes a partition over. */
    private static void awaitReading(PoisonedTopics topics, Topic<?> topic) {
        var probes = new ArrayList<Place>();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> {
                    probes.add(topics.put(Poison.TEXT, topic, 1));
                    return probes.stream().anyMatch(place -> !topics.lettersOf(place).isEmpty());
                });
    }

    private static void awaitParked(PoisonedTopics topics, Place place) {
        await().until(() -> topics.lettersOf(place).size() == 1);
    }

    private static byte[] command(String id, String reference) {
        var registry =
                new HttpSchemaRegistry(
                        URI.create(LocalStack.shared().registryUrl()), Duration.ofSeconds(5));
        return new EventSerde(registry)
                .write(
                        Topics.SEND_COMMANDS,
                        SendCommand.newBuilder()
                                .setCommandId(id)
                                .setPhoneNumberId("900000000000099")
                                .setTo("15550100999")
                                .setReference(reference)
                                .setText(TextContent.newBuilder().setBody("hello").build())
                                .build());
    }
}
