package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.engine.DispatchEvents.Traffic;
import dev.coexistence.dispatch.engine.Dispatcher;
import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.dispatch.queue.CommandStore.Offset;
import dev.coexistence.dispatch.queue.EvidenceStore;
import dev.coexistence.dispatch.queue.EvidenceStore.Evidence;
import dev.coexistence.dispatch.queue.Numbers;
import dev.coexistence.dispatch.queue.Ownership;
import dev.coexistence.dispatch.queue.OwnershipLost;
import dev.coexistence.dispatch.template.TemplateNews;
import dev.coexistence.kafka.Outages;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.InboundMessage;
import dev.coexistence.schemas.events.MessageStatus;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Takes from other topics what dispatch needs. Called at least once for each record. */
public final class EvidenceHandler {
    /**
     * An inbound message counts in the second it came in; one that is older says nothing any more.
     */
    private static final Duration COUNTS_FOR = Duration.ofSeconds(15);

    /** A webhook that is later than this was delivered again: the message came in before. */
    private static final Duration ON_TIME = Duration.ofSeconds(2);

    /** Messages of one such stretch are counted together. */
    private static final long TOGETHER_MILLIS = 100;

    /** Meta tells the second in which a message came in: the middle of it. */
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final RecordReader records;
    private final EvidenceStore store;
    private final PacingSettings pacing;
    private final Outside outside;
    private final InstantSource time;

    /** What it tells and asks. */
    public record Outside(
            Ownership ownership, Dispatcher dispatcher, Numbers numbers, Runnable resolve) {}

    /**
     * @param atMillis when, on the wall clock
     */
    private record Came(String number, int partition, Traffic kind, long atMillis) {}

    private static final class Batch {
        private final List<Numbers.Record> numbers = new ArrayList<>();
        private final List<Evidence> evidence = new ArrayList<>();
        private final TemplateNews news = TemplateNews.none();
        private final Map<Came, Integer> inbound = new HashMap<>();
        private final Map<TopicPartition, Long> next = new HashMap<>();
    }

    public EvidenceHandler(
            RecordReader records,
            EvidenceStore store,
            PacingSettings pacing,
            Outside outside,
            InstantSource time) {
        this.records = records;
        this.store = store;
        this.pacing = pacing;
        this.outside = outside;
        this.time = time;
    }

    /**
     * @throws OwnershipLost where a partition has another owner; then nothing is stored
     */
    void handle(List<ConsumerRecord<String, byte[]>> polled) {
        try {
            store(polled);
        } catch (OwnershipLost e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            if (Outages.isOutage(e)) {
                throw e;
            }
            for (var record : polled) {
                storeOrPark(record);
            }
        }
    }

    private void storeOrPark(ConsumerRecord<String, byte[]> record) {
        try {
            store(List.of(record));
        } catch (OwnershipLost e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            if (Outages.isOutage(e)) {
                throw e;
            }
            records.park(
                    record, DeadLetter.UNHANDLED, "Storing failed with " + e.getClass().getName());
            var passed = new Batch();
            passed.next.put(
                    new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            commit(passed);
        }
    }

    private void store(List<ConsumerRecord<String, byte[]>> polled) {
        var batch = new Batch();
        for (var record : polled) {
            batch.next.put(
                    new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            read(batch, record);
        }
        commit(batch);
    }

    private void read(Batch batch, ConsumerRecord<String, byte[]> record) {
        String topic = record.topic();
        if (topic.equals(Topics.CONNECTIONS.name())) {
            records.read(Topics.CONNECTIONS, record)
                    .ifPresent(one -> batch.numbers.add(number(one, record.partition())));
        } else if (topic.equals(Topics.MESSAGE_STATUSES.name())) {
            records.read(Topics.MESSAGE_STATUSES, record).ifPresent(one -> evidence(batch, one));
        } else if (topic.equals(Topics.ACCOUNT_EVENTS.name())) {
            records.read(Topics.ACCOUNT_EVENTS, record).ifPresent(batch.news::add);
        } else if (topic.equals(Topics.INBOUND_MESSAGES.name())) {
            records.read(Topics.INBOUND_MESSAGES, record)
                    .ifPresent(one -> inbound(batch, one, record.partition()));
        } else {
            records.read(Topics.ECHO_MESSAGES, record)
                    .ifPresent(one -> echo(batch, one, record.partition()));
        }
    }

    private static void evidence(Batch batch, MessageStatus status) {
        status.getCallbackData()
                .ifPresent(id ->
                        batch.evidence.add(
                                new Evidence(status.getPhoneNumberId(), id, status.getWamid())));
    }

    private void inbound(Batch batch, InboundMessage message, int partition) {
        if (pacing.countInbound()) {
            count(
                    batch,
                    new Came(
                            message.getPhoneNumberId(),
                            partition,
                            Traffic.INBOUND,
                            cameAt(message.getOccurredAt(), message.getReceivedAt())));
        }
    }

    private void echo(Batch batch, EchoMessage message, int partition) {
        if (pacing.countEchoes()) {
            count(
                    batch,
                    new Came(
                            message.getPhoneNumberId(),
                            partition,
                            Traffic.ECHO,
                            cameAt(message.getOccurredAt(), message.getReceivedAt())));
        }
    }

    private void count(Batch batch, Came came) {
        if (time.millis() - came.atMillis() < COUNTS_FOR.toMillis()) {
            batch.inbound.merge(came, 1, Integer::sum);
        }
    }

    /** When it was received, unless it had come in before and was delivered again. */
    private static long cameAt(Instant occurred, Instant received) {
        boolean onTime = occurred.isAfter(received.minus(ON_TIME));
        long millis = (onTime ? received : occurred.plus(HALF_A_SECOND)).toEpochMilli();
        return millis - Math.floorMod(millis, TOGETHER_MILLIS);
    }

    private void commit(Batch batch) {
        Map<Integer, Long> epochs = new HashMap<>();
        List<Offset> offsets = new ArrayList<>();
        batch.next.forEach((here, next) -> {
            epochs.put(here.partition(), outside.ownership().epoch(here.partition()));
            offsets.add(new Offset(here.topic(), here.partition(), next));
        });
        boolean concerned = store.store(epochs, batch.numbers, batch.evidence, batch.news, offsets);
        for (Numbers.Record record : batch.numbers) {
            var state = outside.numbers().find(record.number()).orElse(null);
            outside.dispatcher().engine().post(lanes -> lanes.connection(record.number(), state));
        }
        if (!batch.inbound.isEmpty()) {
            var events = outside.dispatcher().events();
            batch.inbound.forEach(
                    (came, count) -> events.counted(came.number(), came.kind(), count));
            outside.dispatcher()
                    .engine()
                    .post(lanes ->
                            batch.inbound.forEach((came, count) ->
                                    lanes.inbound(
                                            came.number(),
                                            came.partition(),
                                            count,
                                            Instant.ofEpochMilli(came.atMillis()))));
        }
        if (concerned) {
            outside.resolve().run();
        }
    }

    private static Numbers.Record number(Connection connection, int partition) {
        return new Numbers.Record(
                connection.getPhoneNumberId(),
                partition,
                connection.getEpoch(),
                connection.getVersion(),
                connection.getState().name(),
                connection.getPresumedInactive(),
                connection.getMode().name(),
                connection.getBudgetPerSecond(),
                connection.getPolicyEdition(),
                List.copyOf(connection.getDisabledFeatures()),
                bytes(connection.getEncryptedToken().orElse(null)),
                connection.getLinkProvenAt().orElse(null),
                connection.getWabaId().orElse(null));
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
