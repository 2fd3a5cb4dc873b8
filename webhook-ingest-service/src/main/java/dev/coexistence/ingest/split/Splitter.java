package dev.coexistence.ingest.split;

import dev.coexistence.ingest.split.event.ChangeEvents;
import dev.coexistence.ingest.split.event.ChangeReader;
import dev.coexistence.ingest.split.event.MalformedItem;
import dev.coexistence.ingest.split.event.NumberDirectory;
import dev.coexistence.ingest.split.event.RawWebhook;
import dev.coexistence.ingest.split.event.SplitItem;
import dev.coexistence.ingest.split.event.SplitResult;
import dev.coexistence.ingest.split.event.WebhookChange;
import dev.coexistence.ingest.split.json.Json;
import dev.coexistence.ingest.split.json.JsonDocument;
import dev.coexistence.ingest.split.json.JsonFields;
import dev.coexistence.ingest.split.json.JsonReader;
import java.util.List;

/**
 * Splitter of raw webhooks: every entry, every change, every item. The same body gives the same
 * items, whenever and however often it is read. Never throws because of content. Thread-safe.
 */
public final class Splitter {
    private final JsonReader reader = new JsonReader();
    private final ChangeReader changes;
    private final ChangeEvents events;

    public Splitter(NumberDirectory numbers) {
        this.changes = new ChangeReader(numbers);
        this.events = new ChangeEvents(numbers);
    }

    /** The items of the body, in the order in which they stand. */
    public List<SplitItem> split(RawWebhook raw) {
        return split(raw, ChangeFilter.ALL);
    }

    /** The items of some of the body's changes. */
    public List<SplitItem> split(RawWebhook raw, ChangeFilter filter) {
        var walk = new Walk(raw, filter, new SplitResult(raw));
        if (raw.cutFrom() != null) {
            walk.reject(
                    "",
                    MalformedItem.TOO_LARGE,
                    "The record has " + raw.cutFrom() + " bytes, more than any webhook of Meta's",
                    raw.body());
            return walk.result.items();
        }
        try {
            walk.readEnvelope(reader.read(raw.body()));
        } catch (JsonReader.NotJson e) {
            walk.reject(
                    "",
                    e.isTooLarge() ? MalformedItem.TOO_LARGE : MalformedItem.NOT_JSON,
                    String.valueOf(e.getMessage()),
                    raw.body());
        } catch (RuntimeException | StackOverflowError e) {
            // A defect here must not stop the bodies behind this one.
            walk.result.rejectByDefect("", e, raw.body());
        }
        return walk.result.items();
    }

    /** Walk through one body, from its envelope to its changes. */
    private final class Walk {
        private final RawWebhook raw;
        private final ChangeFilter filter;
        private final SplitResult result;

        private Walk(RawWebhook raw, ChangeFilter filter, SplitResult result) {
            this.raw = raw;
            this.filter = filter;
            this.result = result;
        }

        private void readEnvelope(JsonDocument document) {
            if (!(document.root() instanceof Json.Obj root)) {
                reject(
                        "",
                        MalformedItem.NOT_AN_ENVELOPE,
                        "The body is not a JSON object",
                        raw.body());
                return;
            }
            if (!root.has("entry")) {
                // Meta prints some samples without the outer envelope.
                readEntry(document, new Json.Place(root, ""));
                return;
            }
            for (var entry : root.items("entry", "")) {
                readEntry(document, entry);
            }
            if (result.size() == 0 && !isConnectionTest(root)) {
                reject("", MalformedItem.NOT_AN_ENVELOPE, "The body has no entry", raw.body());
            }
        }

        private void readEntry(JsonDocument document, Json.Place place) {
            if (!(place.json() instanceof Json.Obj object)) {
                reject(
                        place.path(),
                        MalformedItem.NOT_AN_OBJECT,
                        "The entry is not an object",
                        document.slice(place.json()));
                return;
            }
            var entry =
                    new WebhookChange.Entry(
                            JsonFields.id(object, "id"), JsonFields.time(object, "time"));
            if (object.has("changes")) {
                var places = object.items("changes", place.path());
                for (var change : places) {
                    readChange(document, entry, change);
                }
                if (places.isEmpty()) {
                    reject(
                            place.path(),
                            MalformedItem.NOT_AN_ENVELOPE,
                            "The entry has no change",
                            document.slice(object));
                }
            } else if (ChangeReader.isChange(object)) {
                readChange(document, entry, place);
            } else {
                reject(
                        place.path(),
                        MalformedItem.NOT_AN_ENVELOPE,
                        "Nothing here is a change",
                        document.slice(object));
            }
        }

        private void readChange(
                JsonDocument document, WebhookChange.Entry entry, Json.Place place) {
            if (!(place.json() instanceof Json.Obj object)) {
                reject(
                        place.path(),
                        MalformedItem.NOT_AN_OBJECT,
                        "The change is not an object",
                        document.slice(place.json()));
                return;
            }
            for (var change : changes.read(raw, document, entry, object, place.path())) {
                if (filter.matches(change)) {
                    events.split(change, result);
                }
            }
        }

        /** Rejects what no change holds; a filter for some changes leaves it out. */
        private void reject(String path, String reason, String detail, byte[] bytes) {
            if (filter.isAll()) {
                result.reject(path, new MalformedItem(reason, detail), bytes);
            }
        }
    }

    /** True for a whole envelope without an entry, as a test of the way here sends it. */
    private static boolean isConnectionTest(Json.Obj root) {
        return root.has("object")
                && root.get("entry") instanceof Json.Arr entries
                && entries.items().isEmpty();
    }
}
