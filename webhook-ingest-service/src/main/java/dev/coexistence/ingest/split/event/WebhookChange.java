package dev.coexistence.ingest.split.event;

import dev.coexistence.ingest.split.json.Json;
import dev.coexistence.ingest.split.json.JsonDocument;
import dev.coexistence.ingest.split.json.JsonFields;
import dev.coexistence.schemas.events.RawPointer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Change of a webhook: a field's name and its value, with what all items in it share.
 *
 * @param value the change's value, empty where that is no object
 * @param json the same as it stands, whatever it is
 * @param path pointer of the value
 * @param number id of the business number, where the change names it or its phone number is known
 */
public record WebhookChange(
        RawWebhook raw,
        JsonDocument document,
        Entry entry,
        String field,
        Json.Obj value,
        Json json,
        String path,
        @Nullable String number) {

    private static final int MAX_ITEM_DEPTH = 100;
    private static final int MAX_ITEM_BYTES = 4 * 1024 * 1024;
    private static final int MAX_BYTES_PER_CHAR = 3;

    /** Meta's clock may be ahead of this one by so much. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    /**
     * The entry that the change stands in.
     *
     * @param id the WABA, or for some account events the partner's business portfolio
     * @param time when Meta sent it; only on account fields
     */
    public record Entry(@Nullable String id, @Nullable Instant time) {}

    /** The change that an object inside the value is; number and contacts may stand outside. */
    WebhookChange nest(String name, Json.Obj nested, String where) {
        var members = new LinkedHashMap<>(nested.members());
        for (String shared : List.of("metadata", "contacts")) {
            Json outside = value.get(shared);
            if (outside != null && !nested.has(shared)) {
                members.put(shared, outside);
            }
        }
        var object = new Json.Obj(members, nested.from(), nested.to(), nested.height());
        return new WebhookChange(raw, document, entry, name, object, nested, where, number);
    }

    List<Json.Place> items(String key) {
        return value.items(key, path);
    }

    String requireNumber() throws MalformedItem {
        if (number == null) {
            throw new MalformedItem(
                    MalformedItem.NO_NUMBER, "The change names no phone_number_id for its items");
        }
        return number;
    }

    /** The business's own phone number as digits, as the metadata states it. */
    @Nullable String ownPhone() {
        return JsonFields.digits(value.object("metadata").text("display_phone_number"));
    }

    Json.Obj requireObject(Json.Place item) throws MalformedItem {
        if (!(item.json() instanceof Json.Obj object)) {
            throw new MalformedItem(MalformedItem.NOT_AN_OBJECT, "The item is not an object");
        }
        return object;
    }

    /** The item's text as Meta sent it. */
    String verbatim(Json json) throws MalformedItem {
        if (json.height() > MAX_ITEM_DEPTH) {
            throw new MalformedItem(
                    MalformedItem.TOO_DEEP, "The item is nested deeper than " + MAX_ITEM_DEPTH);
        }
        String text = document.verbatim(json);
        if ((long) text.length() * MAX_BYTES_PER_CHAR > MAX_ITEM_BYTES
                && text.getBytes(StandardCharsets.UTF_8).length > MAX_ITEM_BYTES) {
            throw new MalformedItem(
                    MalformedItem.TOO_LARGE, "The item is larger than a topic takes");
        }
        return text;
    }

    RawPointer pointer(Json.Place item) {
        return new RawPointer(raw.partition(), raw.offset(), item.path());
    }

    /**
     * The time that the item states, or the time of its arrival where it states none. A time later
     * than a minute after the arrival is wrong: it counts as that, and is whole in the JSON only.
     */
    Instant readTime(Json.Obj object, String key) {
        Instant time = JsonFields.time(object, key);
        if (time == null) {
            return raw.receivedAt();
        }
        Instant latest = raw.receivedAt().plus(AHEAD);
        return time.isAfter(latest) ? latest : time;
    }
}
