package dev.coexistence.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.InMemorySchemaRegistry;
import dev.coexistence.schemas.SchemaRegistry.RegistryUnavailable;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.ContactAction;
import dev.coexistence.schemas.events.ContactChange;
import dev.coexistence.schemas.events.Identity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class ReadOrParkTest {
    private static final String READ_ONLY = "read-only transaction";

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    private final EventSerde serde = new EventSerde(registry);
    private final MockProducer<String, byte[]> broker =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> handled = new ArrayList<>();

    @Test
    void parksWhatIsNoEventAndHandlesTheNext() {
        var unreadable = record(0, "garbage".getBytes(StandardCharsets.UTF_8));

        consumer(this::remember).onMessage(List.of(unreadable, record(1, change("b"))));

        assertThat(handled).containsExactly("b");
        assertThat(parked()).isEqualTo("UNREADABLE@0");
        assertThat(
                        meters.counter(
                                        "whatsapp.dead.letters",
                                        "topic",
                                        "whatsapp.contacts",
                                        "reason",
                                        "UNREADABLE")
                                .count())
                .isEqualTo(1);
    }

    @Test
    void parksTheEventThatFailsAloneAndHandlesTheOthers() {
        EventBatchHandler refusesB =
                events -> {
                    for (var event : events) {
                        if (idOf(event).equals("b")) {
                            throw new IllegalStateException("body of b");
                        }
                    }
                    remember(events);
                };

        consumer(refusesB)
                .onMessage(
                        List.of(
                                record(0, change("a")),
                                record(1, change("b")),
                                record(2, change("c"))));

        assertThat(handled).containsExactly("a", "c");
        assertThat(parked()).isEqualTo("UNHANDLED@1");
    }

    @Test
    void keepsTheMessageOfAFailureOutOfTheDeadLetter() {
        EventBatchHandler fails =
                _ -> {
                    throw new IllegalStateException("what the customer wrote");
                };

        consumer(fails).onMessage(List.of(record(0, change("a"))));

        var headers = broker.history().getFirst().headers();
        var detail =
                new String(headers.lastHeader(DeadLetter.DETAIL).value(), StandardCharsets.UTF_8);
        assertThat(detail).contains("IllegalStateException").doesNotContain("customer");
    }

    @Test
    void parksNothingDuringAnOutage() {
        EventBatchHandler databaseAway =
                _ -> {
                    throw new SQLTransientConnectionException("no connection");
                };

        assertThatThrownBy(() -> consumer(databaseAway).onMessage(List.of(record(0, change("a")))))
                .hasRootCauseInstanceOf(SQLTransientConnectionException.class);

        assertThat(broker.history()).isEmpty();
    }

    @Test
    void parksNothingWhileTheRegistryIsAway() {
        byte[] value = change("a");
        registry.setAway(true);

        assertThatThrownBy(() -> consumer(this::remember).onMessage(List.of(record(0, value))))
                .isInstanceOf(RegistryUnavailable.class);

        assertThat(broker.history()).isEmpty();
    }

    @Test
    void parksARecordOnceHoweverOftenItsPollComesAgain() {
        List<List<String>> given = new ArrayList<>();
        EventBatchHandler readOnly =
                events -> {
                    given.add(events.stream().map(ReadOrParkTest::idOf).toList());
                    if (given.size() < 130) {
                        throw new SQLException(READ_ONLY, "25006");
                    }
                };
        var reading = consumer(readOnly);
        var unreadable = record(0, new byte[] {1});
        var poll = List.of(unreadable, record(1, change("b")));

        while (given.size() < 129) {
            assertThatThrownBy(() -> reading.onMessage(poll)).hasRootCauseMessage(READ_ONLY);
        }
        reading.onMessage(poll);

        assertThat(broker.history()).hasSize(1);
        assertThat(parked()).isEqualTo("UNREADABLE@0");
        assertThat(given).hasSize(130).containsOnly(List.of("b"));
    }

    @Test
    void parksTheEventThatFailsAloneOnceThoughAnOutageFollows() {
        List<String> outcomes = new ArrayList<>(List.of("away", "works"));
        EventBatchHandler refusesBThenIsAway =
                events -> {
                    if (events.stream().anyMatch(event -> idOf(event).equals("b"))) {
                        throw new IllegalStateException();
                    }
                    if (outcomes.removeFirst().equals("away")) {
                        throw new SQLException(READ_ONLY, "25006");
                    }
                    remember(events);
                };
        var reading = consumer(refusesBThenIsAway);
        var poll = List.of(record(1, change("b")), record(2, change("c")));

        assertThatThrownBy(() -> reading.onMessage(poll)).hasRootCauseMessage(READ_ONLY);
        reading.onMessage(poll);

        assertThat(broker.history()).hasSize(1);
        assertThat(parked()).isEqualTo("UNHANDLED@1");
        assertThat(handled).containsExactly("c");
    }

    @Test
    void parksTheBeginningOfWhatTheBrokerRefusesAsTooLarge() {
        var small =
                new MockProducer<String, byte[]>(
                        true, null, new StringSerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(
                            ProducerRecord<String, byte[]> sent, Callback told) {
                        byte[] value = sent.value();
                        if (value != null && value.length > 100_000) {
                            told.onCompletion(null, new RecordTooLargeException("too large"));
                            return CompletableFuture.completedFuture(null);
                        }
                        return super.send(sent, told);
                    }
                };
        var deadLetters = new DeadLetters(new EventPublisher(small, serde), meters);

        deadLetters.park(
                DeadLetter.of(
                        "tests", record(7, new byte[200_000]), "UNREADABLE", "x", Instant.EPOCH));

        var sent = small.history().getFirst();
        assertThat(sent.value()).hasSize(64 * 1024);
        assertThat(header(sent, DeadLetter.CUT)).isEqualTo("true");
        assertThat(header(sent, DeadLetter.ORIGINAL_SIZE)).isEqualTo("200015");
        assertThat(header(sent, DeadLetter.OFFSET)).isEqualTo("7");
    }

    @Test
    void doesNotPassARecordWhoseDeadLetterWasNotAcknowledged() {
        broker.sendException = new org.apache.kafka.common.errors.TimeoutException("broker away");
        var unreadable = record(0, new byte[] {1});

        assertThatThrownBy(() -> consumer(this::remember).onMessage(List.of(unreadable)))
                .satisfies(failure -> assertThat(Outages.isOutage(failure)).isTrue());
    }

    private ReadOrPark consumer(EventBatchHandler handler) {
        var deadLetters = new DeadLetters(new EventPublisher(broker, serde), meters);
        var parking =
                new ReadOrPark.Parking(deadLetters, InstantSource.fixed(Instant.EPOCH)).once();
        return new ReadOrPark("tests", List.of(Topics.CONTACTS), serde, parking, handler);
    }

    private void remember(List<Received<?>> events) {
        events.forEach(event -> handled.add(idOf(event)));
    }

    private static String idOf(Received<?> event) {
        return ((ContactChange) event.value()).getEventId();
    }

    private String parked() {
        var sent = broker.history().getLast().headers();
        return new String(sent.lastHeader(DeadLetter.REASON).value(), StandardCharsets.UTF_8)
                + "@"
                + new String(sent.lastHeader(DeadLetter.OFFSET).value(), StandardCharsets.UTF_8);
    }

    private static String header(ProducerRecord<?, ?> sent, String name) {
        return new String(sent.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private byte[] change(String id) {
        return serde.write(
                Topics.CONTACTS,
                ContactChange.newBuilder()
                        .setEventId(id)
                        .setPhoneNumberId("900000000000001")
                        .setAction(ContactAction.ADD)
                        .setContact(Identity.newBuilder().build())
                        .setJson("{}")
                        .setOccurredAt(Instant.EPOCH)
                        .setReceivedAt(Instant.EPOCH)
                        .build());
    }

    private static ConsumerRecord<String, byte[]> record(long offset, byte[] value) {
        return new ConsumerRecord<>(Topics.CONTACTS.name(), 0, offset, "900000000000001", value);
    }
}
