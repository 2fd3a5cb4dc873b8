package dev.coexistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.coexistence.kafka.PublisherParts;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;

class OutboxRelayIT {
    private static final String TOPIC = Topics.CONNECTIONS.name();
    private static final int BATCH = 3;
    private static final long LOCK = 7;

    private final TestDatabase database =
            new TestDatabase(
                    "relay",
                    """
                    create table outbox (
                      id bigint generated always as identity primary key, topic text not null, partition int,
                      phone_number_id text not null, payload bytea not null, traceparent text)
                    """);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Integer> published = new ArrayList<>();
    private final Broker broker = new Broker();

    /** How an outbox is owned. */
    private enum Owning {
        BY_LOCK,
        BY_PARTITION
    }

    /** Refuses what a test plants, acknowledges the rest. */
    private static final class Broker extends MockProducer<String, byte[]> {
        private volatile Function<ProducerRecord<String, byte[]>, Optional<RuntimeException>>
                refusal = _ -> Optional.empty();
        private final List<ProducerRecord<String, byte[]>> taken = new CopyOnWriteArrayList<>();

        Broker() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(
                ProducerRecord<String, byte[]> record, @Nullable Callback callback) {
            var refused = refusal.apply(record);
            if (refused.isPresent()) {
                throw refused.get();
            }
            taken.add(record);
            return super.send(record, callback);
        }

        List<String> takenOf(String topic) {
            return taken.stream()
                    .filter(record -> record.topic().equals(topic))
                    .map(record -> text(record.value()))
                    .toList();
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void publishesInOrderAndRemovesWhatIsAcknowledged(Owning owning) {
        add("a", "1");
        add("b", "2");
        add("a", "3");
        add("a", "4");
        var relay = relay(owning);

        assertThat(relay.relay()).isTrue();
        assertThat(relay.relay()).isFalse();

        assertThat(broker.takenOf(TOPIC)).containsExactly("1", "2", "3", "4");
        assertThat(waiting()).isEmpty();
        assertThat(published).containsExactly(3, 1);
        var headers = broker.taken.getFirst().headers();
        assertThat(text(headers.lastHeader("traceparent").value())).startsWith("00-");
    }

    @Test
    void ofPartitionsWhatIsNotAcknowledgedStaysWithAllThatIsLaterOfItsKey() {
        add("a", "1");
        add("b", "2");
        add("a", "3");
        var relay = relay(Owning.BY_PARTITION);
        refuse("1", new TimeoutException("planted"));

        assertThatThrownBy(relay::relay).hasRootCauseMessage("planted");

        assertThat(waiting()).containsExactly("1", "3");
        acceptAll();
        assertThat(relay.relay()).isFalse();
        assertThat(broker.takenOf(TOPIC)).endsWith("1", "3");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void underTheLockABatchThatIsNotAcknowledgedStaysWhole() {
        add("a", "1");
        add("b", "2");
        var relay = relay(Owning.BY_LOCK);
        refuse("2", new TimeoutException("planted"));

        assertThatThrownBy(relay::relay).hasRootCauseMessage("planted");

        assertThat(waiting()).containsExactly("1", "2");
        assertThat(published).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatTheBrokerRefusesForGoodIsParkedAndNotRepeated(Owning owning) {
        add("a", "1");
        add("a", "2");
        add("a", "3");
        var relay = relay(owning);
        refuse("2", new RecordTooLargeException("planted"));

        relay.relay();
        relay.relay();

        assertThat(broker.takenOf(TOPIC)).containsExactly("1", "3");
        assertThat(waiting()).isEmpty();
        var parked =
                broker.taken.stream()
                        .filter(record -> record.topic().equals(Topics.DEAD_LETTERS.name()))
                        .toList();
        assertThat(parked).hasSize(1);
        var headers = parked.getFirst().headers();
        assertThat(text(headers.lastHeader(DeadLetter.REASON).value())).isEqualTo("UNPUBLISHED");
        assertThat(text(headers.lastHeader(DeadLetter.SERVICE).value())).isEqualTo("tests");
        assertThat(
                        meters.get("whatsapp.dead.letters")
                                .tags("topic", TOPIC, "reason", "UNPUBLISHED")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeParkedEitherStays(Owning owning) {
        add("a", "1");
        var relay = relay(owning);
        broker.refusal =
                record ->
                        Optional.of(
                                record.topic().equals(TOPIC)
                                        ? new RecordTooLargeException("planted")
                                        : new TimeoutException("planted"));

        assertThatThrownBy(relay::relay).hasRootCauseMessage("planted");

        assertThat(waiting()).containsExactly("1");
    }

    @Test
    void ofTwoUnderOneLockOnePublishes() {
        add("a", "1");
        var relay = relay(Owning.BY_LOCK);

        database.transactions.executeWithoutResult(_ -> {
            database.jdbc.queryForList("select pg_try_advisory_xact_lock(?)", LOCK);
            Boolean other = CompletableFuture.supplyAsync(relay::relay).join();
            assertThat(other).isFalse();
            assertThat(broker.taken).isEmpty();
        });

        relay.relay();
        assertThat(broker.takenOf(TOPIC)).containsExactly("1");
    }

    @Test
    void rowsOfOtherPartitionsStay() {
        add("a", "1");
        database.jdbc.update("update outbox set partition = 9");
        add("a", "2");

        relay(Owning.BY_PARTITION).relay();

        assertThat(broker.takenOf(TOPIC)).containsExactly("2");
        assertThat(waiting()).containsExactly("1");
    }

    @Test
    void underTheLockAReadOnlyDatabasePublishesNothing() {
        add("a", "1");
        var relay = relay(Owning.BY_LOCK);
        database.transactions.setReadOnly(true);

        assertThatThrownBy(relay::relay).isInstanceOf(DataAccessException.class);

        assertThat(broker.taken).isEmpty();
    }

    @Test
    void publishesOnASignalOnceItIsStarted() {
        var relay = relay(Owning.BY_LOCK);
        relay.start();
        add("a", "1");
        relay.signal();

        await().untilAsserted(() -> assertThat(waiting()).isEmpty());
        relay.stop();
        assertThat(relay.isRunning()).isFalse();
    }

    private OutboxRelay relay(Owning owning) {
        var publisher = PublisherParts.publisher(broker);
        OutboxOwner owner =
                switch (owning) {
                    case BY_LOCK -> new OutboxLock(database.jdbc, database.transactions, LOCK);
                    case BY_PARTITION -> new OwnedPartitions(() -> Set.of(0));
                };
        return new OutboxRelay(
                new OutboxTable(database.jdbc),
                owner,
                publisher,
                new OutboxRelay.Parking(
                        "tests",
                        PublisherParts.deadLetters(publisher, meters),
                        InstantSource.system()),
                published::add,
                BATCH,
                Worker.Pace.every(Duration.ofHours(1)));
    }

    private void refuse(String value, RuntimeException failure) {
        broker.refusal =
                record ->
                        record.topic().equals(TOPIC) && text(record.value()).equals(value)
                                ? Optional.of(failure)
                                : Optional.empty();
    }

    private void acceptAll() {
        broker.refusal = _ -> Optional.empty();
    }

    private void add(String key, String value) {
        var entry =
                new OutboxTable.Entry(
                        TOPIC,
                        0,
                        key,
                        value.getBytes(StandardCharsets.UTF_8),
                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        new OutboxTable(database.jdbc).add(List.of(entry));
    }

    private List<String> waiting() {
        return database.jdbc.query(
                "select payload from outbox order by id", (row, _) -> text(row.getBytes(1)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
