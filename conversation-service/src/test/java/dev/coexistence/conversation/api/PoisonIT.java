package dev.coexistence.conversation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.local.trouble.Poison;
import dev.coexistence.local.trouble.PoisonedTopics.Place;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.ConsumerFactory;

/** Every kind of poison on every topic that this service reads. */
class PoisonIT {
    private static final long SEED = System.nanoTime();
    private static final List<Topic<?>> READ =
            List.of(
                    Topics.INBOUND_MESSAGES,
                    Topics.ECHO_MESSAGES,
                    Topics.MESSAGE_STATUSES,
                    Topics.HISTORY,
                    Topics.CONTACTS,
                    Topics.SEND_RESULTS,
                    Topics.CONNECTIONS);

    @Test
    void comesInSeveralPollsWhereItUnpacksToMoreThanOneMayBring() {
        int each = 4 * 1024 * 1024;
        long most = Runtime.getRuntime().maxMemory() / 16;
        try (var poisoned = PoisonedConversation.start(SEED)) {
            var topics = poisoned.topics();
            var service = poisoned.service();
            // Of a topic that the service does not read: some kilobytes there, 160 MiB here.
            var places =
                    topics.putTogether(
                            Topics.ACCOUNT_EVENTS, 1, Collections.nCopies(40, new byte[each]));

            var offsets = new ArrayList<Long>();
            try (Consumer<?, ?> consumer =
                    service.bean(ConsumerFactory.class).createConsumer("reads-all", "")) {
                var here = List.of(new TopicPartition(Topics.ACCOUNT_EVENTS.name(), 1));
                consumer.assign(here);
                consumer.seekToBeginning(here);
                while (offsets.size() < places.size()) {
                    var polled = consumer.poll(Duration.ofSeconds(10));
                    assertThat(polled.count()).isPositive();
                    assertThat((long) polled.count() * each).isLessThanOrEqualTo(most);
                    polled.forEach(record -> offsets.add(record.offset()));
                }
            }

            assertThat(offsets).isEqualTo(places.stream().map(Place::offset).toList());
        }
    }

    @Test
    void isReadOnceTheBrokerLetsTheGroupReadAgain() throws Exception {
        try (var poisoned = PoisonedConversation.start(SEED)) {
            var topics = poisoned.topics();
            var service = poisoned.service();
            service.receive(0, 1);
            await().atMost(Duration.ofSeconds(20)).until(() -> service.messages() == 1);

            topics.forbid("conversation-service", true);
            service.receive(1, 1);
            await().atMost(Duration.ofSeconds(60)).until(() -> service.readiness() == 503);
            topics.forbid("conversation-service", false);

            await().atMost(Duration.ofSeconds(30)).until(() -> service.messages() == 2);
            await().atMost(Duration.ofSeconds(30)).until(() -> service.readiness() == 200);
            assertThat(topics.letters()).isEmpty();
        }
    }

    @Test
    void isParkedOnceAndTheNextGoesThrough() {
        try (var poisoned = PoisonedConversation.start(SEED)) {
            var topics = poisoned.topics();
            var service = poisoned.service();
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
            assertThat(service.readiness()).isEqualTo(200);
        }
    }
}
