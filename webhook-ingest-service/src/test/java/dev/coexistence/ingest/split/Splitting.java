package dev.coexistence.ingest.split;

import dev.coexistence.ingest.Samples;
import dev.coexistence.ingest.split.event.NumberDirectory;
import dev.coexistence.ingest.split.event.RawWebhook;
import dev.coexistence.ingest.split.event.SplitItem;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Splits samples and looks into what comes out. */
final class Splitting {
    static final Instant RECEIVED = Instant.ofEpochSecond(1_767_000_500L);

    private static final Splitter SPLITTER = new Splitter(NumberDirectory.NONE);

    private Splitting() {}

    static List<SplitItem> split(String json) {
        return split(Samples.bytes(json));
    }

    static List<SplitItem> split(byte[] body) {
        return SPLITTER.split(raw(body));
    }

    static RawWebhook raw(byte[] body) {
        return new RawWebhook(3, 77, Samples.NUMBER, RECEIVED, body);
    }

    /** The events of that type; anything else among the items is left out. */
    static <T extends SpecificRecord> List<T> events(List<SplitItem> items, Class<T> type) {
        return items.stream()
                .filter(SplitItem.Event.class::isInstance)
                .map(item -> ((SplitItem.Event<?>) item).event())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** The one event that the webhook becomes. */
    static <T extends SpecificRecord> T only(String json, Class<T> type) {
        var items = split(json);
        if (items.size() != 1) {
            throw new AssertionError("Not one item but " + items);
        }
        return type.cast(((SplitItem.Event<?>) items.getFirst()).event());
    }

    static List<SplitItem.Rejected> rejected(List<SplitItem> items) {
        return items.stream()
                .filter(SplitItem.Rejected.class::isInstance)
                .map(SplitItem.Rejected.class::cast)
                .toList();
    }
}
