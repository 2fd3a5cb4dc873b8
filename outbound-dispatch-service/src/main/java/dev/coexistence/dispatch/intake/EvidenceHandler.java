package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.database.ConsumerOffsets.Offset;
import dev.coexistence.dispatch.engine.Engine;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.dispatch.ownership.OwnershipLost;
import dev.coexistence.dispatch.queue.EvidenceStore;
import dev.coexistence.dispatch.queue.EvidenceStore.Evidence;
import dev.coexistence.dispatch.queue.NumberStore;
import dev.coexistence.dispatch.template.TemplateNews;
import dev.coexistence.kafka.Outages;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.MessageStatus;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Takes from other topics what dispatch needs. Called at least once for each record. */
public final class EvidenceHandler {
    private final RecordReader records;
    private final EvidenceStore store;
    private final TrafficCounter traffic;
    private final Ownership ownership;
    private final Engine engine;
    private final NumberStore numbers;
    private final Runnable resolve;

    private static final class Batch {
        private final List<NumberStore.Record> numbers = new ArrayList<>();
        private final List<Evidence> evidence = new ArrayList<>();
        private final TemplateNews news = TemplateNews.none();
        private final TrafficCounter.Tally traffic = new TrafficCounter.Tally();
        private final Map<TopicPartition, Long> next = new HashMap<>();
    }

    /**
     * @param resolve called where evidence came for a command in doubt
     */
    public EvidenceHandler(
            RecordReader records,
            EvidenceStore store,
            TrafficCounter traffic,
            Ownership ownership,
            Engine engine,
            NumberStore numbers,
            Runnable resolve) {
        this.records = records;
        this.store = store;
        this.traffic = traffic;
        this.ownership = ownership;
        this.engine = engine;
        this.numbers = numbers;
        this.resolve = resolve;
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
                    .ifPresent(one -> traffic.add(batch.traffic, one, record.partition()));
        } else {
            records.read(Topics.ECHO_MESSAGES, record)
                    .ifPresent(one -> traffic.add(batch.traffic, one, record.partition()));
        }
    }

    private static void evidence(Batch batch, MessageStatus status) {
        status.getCallbackData()
                .ifPresent(id ->
                        batch.evidence.add(
                                new Evidence(status.getPhoneNumberId(), id, status.getWamid())));
    }

    private void commit(Batch batch) {
        Map<Integer, Long> epochs = new HashMap<>();
        List<Offset> offsets = new ArrayList<>();
        batch.next.forEach((here, next) -> {
            epochs.put(here.partition(), ownership.epoch(here.partition()));
            offsets.add(new Offset(here.topic(), here.partition(), next));
        });
        boolean concerned = store.store(epochs, batch.numbers, batch.evidence, batch.news, offsets);
        for (NumberStore.Record record : batch.numbers) {
            var state = numbers.find(record.number()).orElse(null);
            engine.post(new NumberEvent.ConnectionChanged(record.number(), state));
        }
        traffic.announce(batch.traffic);
        if (concerned) {
            resolve.run();
        }
    }

    private static NumberStore.Record number(Connection connection, int partition) {
        return new NumberStore.Record(
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
                connection.getWabaId().orElse(null),
                connection.getTenant());
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
