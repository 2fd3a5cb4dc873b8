package dev.coexistence.ingest.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.ingest.RunningIngest;
import dev.coexistence.local.LocalStack;
import dev.coexistence.local.trouble.Poison;
import dev.coexistence.local.trouble.PoisonedTopics;
import dev.coexistence.local.trouble.PoisonedTopics.Place;
import dev.coexistence.schemas.Topics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every kind of poison on the topic that this service reads. */
class PoisonIT {
    private static final long SEED = System.nanoTime();

    @Test
    void isParkedOnceAndTheNextGoesThrough() {
        try (var topics = PoisonedTopics.start(LocalStack.shared().registryUrl(), SEED);
                var service =
                        RunningIngest.start(
                                LocalStack.shared(),
                                "--kafka.bootstrap-servers=" + topics.bootstrapServers())) {
            // Of this topic it only does without what it cannot read.
            topics.poison(Topics.CONNECTIONS, 1);
            List<Place> places = topics.poison(Topics.WEBHOOKS, 1);

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(places)
                                    .as("seed %s", SEED)
                                    .allMatch(place -> !topics.lettersOf(place).isEmpty()));
            // Behind all others: what comes of them twice has come by then.
            Place last = topics.put(Poison.TEXT, Topics.WEBHOOKS, 1);
            await().until(() -> topics.lettersOf(last).size() == 1);
            assertThat(places)
                    .allSatisfy(place -> {
                        assertThat(topics.lettersOf(place)).hasSize(1);
                        var letter = topics.lettersOf(place).getFirst();
                        assertThat(letter.reason())
                                .isEqualTo(place.kind().isCut() ? "TOO_LARGE" : "NOT_JSON");
                        assertThat(letter.cutFrom() != null).isEqualTo(place.kind().isCut());
                    });
            service.awaitReady();
        }
    }
}
