package dev.coexistence.kafka;

import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.UnreadableRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.BatchMessageListener;

/**
 * Reads a poll's records into events, parks those that are none, and hands the rest to the handler.
 * A record is parked once, however often its poll comes again.
 */
final class ReadOrPark implements BatchMessageListener<String, byte[]> {
    private static final int TRIES_ALONE = 2;

    private final String service;
    private final Map<String, Topic<?>> topics;
    private final EventSerde serde;
    private final Parking parking;
    private final EventBatchHandler handler;

    /** Dead letters and the clock that dates them. */
    record Parking(DeadLetters deadLetters, InstantSource time) {

        /** The same for one group, which parks a record once. */
        Parking once() {
            return new Parking(deadLetters.once(), time);
        }
    }

    private record Read(ConsumerRecord<String, byte[]> record, Received<?> event) {}

    ReadOrPark(
            String service,
            List<Topic<?>> topics,
            EventSerde serde,
            Parking parking,
            EventBatchHandler handler) {
        this.service = service;
        this.topics = topics.stream().collect(Collectors.toMap(Topic::name, Function.identity()));
        this.serde = serde;
        this.parking = parking;
        this.handler = handler;
    }

    @Override
    public void onMessage(List<ConsumerRecord<String, byte[]>> records) {
        var read = new ArrayList<Read>(records.size());
        for (var record : records) {
            if (parking.deadLetters().isParked(record)) {
                // It comes again because of others.
                continue;
            }
            try {
                read.add(new Read(record, readEvent(record)));
            } catch (UnreadableRecord e) {
                park(
                        record,
                        DeadLetter.UNREADABLE,
                        Objects.requireNonNullElse(e.getMessage(), "unreadable"));
            }
        }
        if (read.isEmpty()) {
            return;
        }
        try {
            handler.handle(read.stream().<Received<?>>map(Read::event).toList());
        } catch (Exception | StackOverflowError e) {
            rethrowOutage(e);
            handleOneByOne(read);
        }
    }

    private void handleOneByOne(List<Read> read) {
        for (var one : read) {
            Throwable failure = null;
            for (int tries = 0; tries < TRIES_ALONE; tries++) {
                try {
                    handler.handle(List.of(one.event()));
                    failure = null;
                    break;
                } catch (Exception | StackOverflowError e) {
                    rethrowOutage(e);
                    failure = e;
                }
            }
            if (failure != null) {
                // The class only: the message may carry content of the record.
                park(
                        one.record(),
                        DeadLetter.UNHANDLED,
                        "Handling failed alone with " + rootOf(failure));
            }
        }
    }

    private Received<?> readEvent(ConsumerRecord<String, byte[]> record) throws UnreadableRecord {
        Topic<?> topic = Objects.requireNonNull(topics.get(record.topic()), record.topic());
        return readValue(topic, record);
    }

    private <T extends SpecificRecord> Received<T> readValue(
            Topic<T> topic, ConsumerRecord<String, byte[]> record) throws UnreadableRecord {
        T value = serde.read(topic, record);
        String key = record.key();
        return new Received<>(
                topic,
                key == null ? "" : key,
                value,
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.headers());
    }

    private void park(ConsumerRecord<String, byte[]> record, String reason, String detail) {
        parking.deadLetters()
                .park(DeadLetter.of(service, record, reason, detail, parking.time().instant()));
    }

    private static void rethrowOutage(Throwable failure) {
        if (Outages.isOutage(failure)) {
            throw failure instanceof RuntimeException runtime
                    ? runtime
                    : new OutageException(failure);
        }
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        StackTraceElement[] trace = root.getStackTrace();
        return root.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    /** Carries a checked exception of an outage through the listener. */
    static final class OutageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutageException(Throwable cause) {
            super("An outage keeps the events from being handled", cause);
        }
    }
}
