package dev.coexistence.ingest.operate;

import dev.coexistence.ingest.split.Piece;
import dev.coexistence.ingest.split.Publication;
import dev.coexistence.ingest.split.RawWebhook;
import dev.coexistence.ingest.split.Selection;
import dev.coexistence.ingest.split.Splitter;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Runs the splitter over the past again and publishes what it reads. Whoever consumes events is
 * idempotent by their ids, so a replay changes nothing unless the reader got better; how much
 * better is what the report says.
 */
final class Replay {
    private static final int MOST_EVENTS = 5_000_000;

    /** Producers' clocks and the broker's way may set a record a little later than its request. */
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    private final Records records;
    private final EventSerde serde;
    private final Splitter splitter;
    private final Supplier<Publication> publications;

    /**
     * What is asked.
     *
     * @param dryRun compares, and publishes nothing
     */
    record Order(Span span, Selection selection, boolean dryRun) {}

    Replay(
            Records records,
            EventSerde serde,
            Splitter splitter,
            Supplier<Publication> publications) {
        this.records = records;
        this.serde = serde;
        this.splitter = splitter;
        this.publications = publications;
    }

    /**
     * @param report counts as the replay goes; complete when this returns
     * @throws IllegalArgumentException where the order cannot be carried out as it is
     */
    void run(Order order, ReplayReport report) {
        var before = FirstReading.since(begin(order.span()), records, serde, MOST_EVENTS);
        var publication = publications.get();
        records.within(
                Topics.WEBHOOKS,
                widened(order.span()),
                record -> {
                    var raw = RawWebhook.of(record);
                    if (isWithin(raw, order.span())) {
                        read(raw, order, before, publication, report);
                    }
                });
        publication.settle();
    }

    private void read(
            RawWebhook raw,
            Order order,
            FirstReading before,
            Publication publication,
            ReplayReport report) {
        var pieces = splitter.split(raw, order.selection());
        report.record();
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Event<?> event -> report.event(before.compare(event));
                case Piece.Bad bad -> report.unreadable(before.hadEvent(raw, bad.path()));
            }
        }
        if (!order.dryRun()) {
            // What was bad before is parked already; parking it again would only repeat it.
            publication.add(raw, pieces.stream().filter(Piece.Event.class::isInstance).toList());
        }
    }

    /** When the first raw record of the span was written: its events came after it. */
    private Instant begin(Span span) {
        return switch (span) {
            case Span.OfTime(var from, _) -> from.minus(LEEWAY);
            case Span.OfOffsets(int partition, long from, _) ->
                    records.at(Topics.WEBHOOKS, partition, from)
                            .map(ConsumerRecord::timestamp)
                            .map(Instant::ofEpochMilli)
                            .map(time -> time.minus(LEEWAY))
                            .orElse(Instant.EPOCH);
        };
    }

    private static Span widened(Span span) {
        return switch (span) {
            case Span.OfTime(var from, var to) ->
                    new Span.OfTime(from.minus(LEEWAY), to.plus(LEEWAY));
            case Span.OfOffsets offsets -> offsets;
        };
    }

    private static boolean isWithin(RawWebhook raw, Span span) {
        return switch (span) {
            case Span.OfTime(var from, var to) ->
                    !raw.receivedAt().isBefore(from) && raw.receivedAt().isBefore(to);
            case Span.OfOffsets _ -> true;
        };
    }
}
