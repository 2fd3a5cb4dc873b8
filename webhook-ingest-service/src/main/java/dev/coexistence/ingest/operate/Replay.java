package dev.coexistence.ingest.operate;

import dev.coexistence.ingest.split.ChangeFilter;
import dev.coexistence.ingest.split.ItemPublisher;
import dev.coexistence.ingest.split.ItemPublisherFactory;
import dev.coexistence.ingest.split.Splitter;
import dev.coexistence.ingest.split.event.RawWebhook;
import dev.coexistence.ingest.split.event.SplitItem;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Replay of raw webhooks: runs the splitter over the past again and publishes the events. Consumers
 * are idempotent by event ids, so a replay changes nothing unless the splitter got better; the
 * report counts the differences.
 */
final class Replay {
    private static final int MOST_EVENTS = 5_000_000;

    /** Producers' clocks and the broker's way may set a record a little later than its request. */
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    private final TopicScanner scanner;
    private final EventSerde serde;
    private final Splitter splitter;
    private final ItemPublisherFactory publishers;

    /**
     * Order for a replay.
     *
     * @param dryRun compares, and publishes nothing
     */
    record Order(ReplaySpan span, ChangeFilter filter, boolean dryRun) {

        /** The order in words, for people. */
        String describe() {
            String part =
                    switch (span) {
                        case ReplaySpan.OfTime(var from, var to) -> from + " to " + to;
                        case ReplaySpan.OfOffsets(int partition, long from, long to) ->
                                "partition " + partition + ", offsets " + from + " to " + to;
                    };
            return part
                    + (filter.number() == null ? "" : ", number " + filter.number())
                    + (filter.field() == null ? "" : ", field " + filter.field())
                    + (dryRun ? ", dry run" : "");
        }
    }

    Replay(
            TopicScanner scanner,
            EventSerde serde,
            Splitter splitter,
            ItemPublisherFactory publishers) {
        this.scanner = scanner;
        this.serde = serde;
        this.splitter = splitter;
        this.publishers = publishers;
    }

    /**
     * @param report counts as the replay goes; complete when this returns
     * @throws IllegalArgumentException where the order cannot be carried out as it is
     */
    void run(Order order, ReplayReport report) {
        var before = FirstReading.load(begin(order.span()), scanner, serde, MOST_EVENTS);
        var publisher = publishers.create();
        scanner.scanSpan(
                Topics.WEBHOOKS,
                widen(order.span()),
                record -> {
                    var raw = RawWebhook.from(record);
                    if (isWithin(raw, order.span())) {
                        read(raw, order, before, publisher, report);
                    }
                });
        publisher.settle();
    }

    private void read(
            RawWebhook raw,
            Order order,
            FirstReading before,
            ItemPublisher publisher,
            ReplayReport report) {
        var items = splitter.split(raw, order.filter());
        report.countRecord();
        for (SplitItem item : items) {
            switch (item) {
                case SplitItem.Event<?> event -> report.countEvent(before.compare(event));
                case SplitItem.Rejected rejected ->
                        report.countUnreadable(before.hasEvent(raw, rejected.path()));
            }
        }
        if (!order.dryRun()) {
            // What was bad before is parked already; parking it again would only repeat it.
            publisher.publish(
                    raw, items.stream().filter(SplitItem.Event.class::isInstance).toList());
        }
    }

    /** The time at which the first raw record of the span was written: its events came later. */
    private Instant begin(ReplaySpan span) {
        return switch (span) {
            case ReplaySpan.OfTime(var from, _) -> from.minus(LEEWAY);
            case ReplaySpan.OfOffsets(int partition, long from, _) ->
                    scanner.find(Topics.WEBHOOKS, partition, from)
                            .map(ConsumerRecord::timestamp)
                            .map(Instant::ofEpochMilli)
                            .map(time -> time.minus(LEEWAY))
                            .orElse(Instant.EPOCH);
        };
    }

    private static ReplaySpan widen(ReplaySpan span) {
        return switch (span) {
            case ReplaySpan.OfTime(var from, var to) ->
                    new ReplaySpan.OfTime(from.minus(LEEWAY), to.plus(LEEWAY));
            case ReplaySpan.OfOffsets offsets -> offsets;
        };
    }

    private static boolean isWithin(RawWebhook raw, ReplaySpan span) {
        return switch (span) {
            case ReplaySpan.OfTime(var from, var to) ->
                    !raw.receivedAt().isBefore(from) && raw.receivedAt().isBefore(to);
            case ReplaySpan.OfOffsets _ -> true;
        };
    }
}
