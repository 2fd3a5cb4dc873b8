package dev.coexistence.ingest.split;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.split.event.RawWebhook;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Function of the splitter's binding: splits the records of one poll and publishes their items.
 * Returns when every item is acknowledged and throws on an outage; then the whole batch comes
 * again.
 */
final class RawBatch implements Consumer<List<ConsumerRecord<String, byte[]>>> {
    /** Raw bytes whose events may be unacknowledged at once. */
    private static final int UNSETTLED_BYTES = 4 * 1024 * 1024;

    private final Splitter splitter;
    private final ItemPublisherFactory publishers;
    private final IngestMetrics metrics;
    private final InstantSource time;

    RawBatch(
            Splitter splitter,
            ItemPublisherFactory publishers,
            IngestMetrics metrics,
            InstantSource time) {
        this.splitter = splitter;
        this.publishers = publishers;
        this.metrics = metrics;
        this.time = time;
    }

    @Override
    public void accept(List<ConsumerRecord<String, byte[]>> records) {
        var publisher = publishers.create();
        var arrivals = new ArrayList<Instant>(records.size());
        int unsettled = 0;
        for (var record : records) {
            var raw = RawWebhook.from(record);
            arrivals.add(raw.receivedAt());
            publisher.publish(raw, splitter.split(raw));
            unsettled += raw.body().length;
            if (unsettled > UNSETTLED_BYTES) {
                publisher.settle();
                unsettled = 0;
            }
        }
        publisher.settle();
        var now = time.instant();
        arrivals.forEach(receivedAt -> metrics.countSplitRecord(receivedAt, now));
    }
}
