package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.local.LocalStack;
import dev.coexistence.local.trouble.Poison;
import dev.coexistence.local.trouble.PoisonedTopics;
import dev.coexistence.local.trouble.PoisonedTopics.Place;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every kind of poison on every topic that this service reads. */
class PoisonIT {
    private static final long SEED = System.nanoTime();
    private static final List<Topic<?>> READ =
            List.of(
                    Topics.ACCOUNT_EVENTS,
                    Topics.ECHO_MESSAGES,
                    Topics.CONTACTS,
                    Topics.HISTORY,
                    Topics.INBOUND_MESSAGES,
                    Topics.MESSAGE_STATUSES,
                    Topics.NUMBER_HOLDS);

    @Test
    void isParkedOnceAndTheNextGoesThrough() {
        try (var topics = PoisonedTopics.start(LocalStack.shared().registryUrl(), SEED);
                var service =
                        RunningService.start(
                                Map.of("kafka.bootstrap-servers", topics.bootstrapServers()))) {
            var places = new ArrayList<Place>();
            READ.forEach(topic -> places.addAll(topics.poison(topic, 1)));

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(places)
                                    .as("seed %s", SEED)
                                    .allMatch(place -> !topics.lettersOf(place).isEmpty()));
            // Behind all others: what comes of them twice has come by then.
            for (Topic<?> topic : READ) {
                Place last = topics.put(Poison.TEXT, topic, 1);
                await().until(() -> topics.lettersOf(last).size() == 1);
            }
            assertThat(places)
                    .allSatisfy(place -> {
                        assertThat(topics.lettersOf(place)).hasSize(1);
                        var letter = topics.lettersOf(place).getFirst();
                        assertThat(letter.reason()).isEqualTo("UNREADABLE");
                        assertThat(letter.cutFrom() != null).isEqualTo(place.kind().isCut());
                    });
            assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200);
        }
    }
}
