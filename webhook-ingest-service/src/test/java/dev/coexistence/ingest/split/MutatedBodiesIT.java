package dev.coexistence.ingest.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.ingest.RunningIngest;
import dev.coexistence.ingest.Signed;
import dev.coexistence.ingest.TopicReader;
import dev.coexistence.ingest.split.event.SplitItem;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import io.micrometer.core.instrument.Counter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Some of the fuzz test's bodies through a real broker, a real registry and the running splitter.
 */
class MutatedBodiesIT {
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_122L);
    private static final int BODIES = 500;
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final LocalStack STACK = LocalStack.shared();

    private final RunningIngest ingest = RunningIngest.shared();
    private final TopicReader topics =
            TopicReader.fromNow(STACK.bootstrapServers(), STACK.registryUrl());

    @Test
    void everyItemStandsOnATopicOfEventsOrAmongTheDeadLetters() throws Exception {
        var bodies =
                LongStream.range(0, BODIES)
                        .mapToObj(number -> new Mutations(SEED, number).next())
                        .toList();
        int items = bodies.stream().mapToInt(body -> Splitting.split(body).size()).sum();
        double before = ingest.count("split.items");

        for (byte[] body : bodies) {
            assertThat(ingest.post(body, Signed.header(body)).statusCode()).isEqualTo(200);
        }

        await().atMost(SOON)
                .untilAsserted(() -> {
                    assertThat(ingest.count("split.items")).isGreaterThanOrEqualTo(before + items);
                    assertThat(sum("split.events") + sum("split.dead.letters"))
                            .isEqualTo(ingest.count("split.items"));
                });
        assertThat(standing()).as("seed %d", SEED).containsAll(expected(bodies));
    }

    /** An event by its topic and id, a dead letter by the place that it points to. */
    private Set<String> expected(List<byte[]> bodies) {
        Map<ByteBuffer, List<String>> places = new HashMap<>();
        for (var record : topics.records(Topics.WEBHOOKS)) {
            places.computeIfAbsent(
                            ByteBuffer.wrap(
                                    Objects.requireNonNullElse(record.value(), new byte[0])),
                            _ -> new ArrayList<>())
                    .add(record.partition() + "/" + record.offset());
        }
        Set<String> expected = new HashSet<>();
        for (byte[] body : bodies) {
            var found = places.getOrDefault(ByteBuffer.wrap(body), List.of());
            assertThat(found).as("its place on the raw topic").isNotEmpty();
            for (SplitItem item : Splitting.split(body)) {
                switch (item) {
                    case SplitItem.Event<?> event ->
                            expected.add(event(event.topic(), event.event()));
                    case SplitItem.Rejected rejected ->
                            found.forEach(at ->
                                    expected.add(letter(at, rejected.reason(), rejected.path())));
                }
            }
        }
        return expected;
    }

    private Set<String> standing() {
        Set<String> standing =
                topics.records(Topics.DEAD_LETTERS).stream()
                        .map(DeadLetter::from)
                        .map(letter ->
                                letter(
                                        letter.partition() + "/" + letter.offset(),
                                        letter.reason(),
                                        letter.pointer()))
                        .collect(Collectors.toCollection(HashSet::new));
        for (Topic<?> topic :
                List.of(
                        Topics.INBOUND_MESSAGES,
                        Topics.ECHO_MESSAGES,
                        Topics.MESSAGE_STATUSES,
                        Topics.HISTORY,
                        Topics.CONTACTS,
                        Topics.ACCOUNT_EVENTS)) {
            topics.events(topic, _ -> true).forEach(event -> standing.add(event(topic, event)));
        }
        return standing;
    }

    private static String event(Topic<?> topic, SpecificRecord event) {
        return topic.name() + " " + event.get(event.getSchema().getField("eventId").pos());
    }

    private static String letter(String place, String reason, @Nullable String pointer) {
        return "letter of " + place + " " + reason + " " + pointer;
    }

    private double sum(String meter) {
        return ingest.meters().find("whatsapp.ingest." + meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
