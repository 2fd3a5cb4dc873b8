package dev.coexistence.ingest.split.event;

import dev.coexistence.ingest.split.json.Json;
import dev.coexistence.ingest.split.json.JsonDocument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The items of one body, in its order. A malformed item becomes a dead letter, alone. */
public final class SplitResult {
    private static final Logger log = LoggerFactory.getLogger(SplitResult.class);
    private static final int MAX_REJECTED_BYTES = 4 * 1024 * 1024;

    private final RawWebhook raw;
    private final List<SplitItem> items = new ArrayList<>();

    /** Reads one item into its event. */
    @FunctionalInterface
    interface ItemReader {
        SplitItem read(Json.Place item) throws MalformedItem;
    }

    public SplitResult(RawWebhook raw) {
        this.raw = raw;
    }

    void addEach(JsonDocument document, List<Json.Place> places, ItemReader reader) {
        for (var place : places) {
            add(document, place, reader);
        }
    }

    void add(JsonDocument document, Json.Place place, ItemReader reader) {
        try {
            items.add(reader.read(place));
        } catch (MalformedItem e) {
            reject(place.path(), e, document.slice(place.json()));
        } catch (RuntimeException | StackOverflowError e) {
            rejectByDefect(place.path(), e, document.slice(place.json()));
        }
    }

    /** Adds a dead letter for an item that the splitter failed on, and logs the defect. */
    public void rejectByDefect(String path, Throwable failure, byte[] bytes) {
        String name = failure.getClass().getName();
        log.atError()
                .addKeyValue("partition", raw.partition())
                .addKeyValue("offset", raw.offset())
                .addKeyValue("pointer", path)
                .addKeyValue("error", name)
                .log("The splitter has a defect: it failed on an item, which is parked");
        var why = new MalformedItem(MalformedItem.UNREADABLE, "The reader failed with " + name);
        reject(path, why, bytes);
    }

    /** Adds a dead letter for a malformed item. */
    public void reject(String path, MalformedItem why, byte[] bytes) {
        byte[] kept = bytes.length > MAX_REJECTED_BYTES ? new byte[0] : bytes;
        String detail = why.getMessage();
        items.add(new SplitItem.Rejected(path, why.reason(), detail == null ? "" : detail, kept));
    }

    public int size() {
        return items.size();
    }

    public List<SplitItem> items() {
        return Collections.unmodifiableList(items);
    }
}
