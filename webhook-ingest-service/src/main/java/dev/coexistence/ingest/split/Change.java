package dev.coexistence.ingest.split;

import dev.coexistence.schemas.events.RawPointer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of a webhook: a field's name and its value, with what all items in it share.
 *
 * @param value the change's value, empty where that is no object
 * @param json the same as it stands, whatever it is
 * @param path pointer of the value
 * @param number id of the business number, where the change names it or its phone number is known
 */
record Change(
        RawWebhook raw,
        Document document,
        Entry entry,
        String field,
        Json.Obj value,
        Json json,
        String path,
        @Nullable String number) {

    private static final int MAX_ITEM_DEPTH = 100;
    private static final int MAX_ITEM_BYTES = 4 * 1024 * 1024;
    private static final int MAX_BYTES_PER_CHAR = 3;

    /** How far Meta's clock may be ahead of this one. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    /**
     * The entry that the change stands in.
     *
     * @param id the WABA, or for some account events the partner's business portfolio
     * @param time when Meta sent it; only on account fields
     */
    record Entry(@Nullable String id, @Nullable Instant time) {}

    /** What stands in an object inside the value; number and contacts may stand outside of it. */
    Change inside(String name, Json.Obj nested, String where) {
        var members = new LinkedHashMap<>(nested.members());
        for (String shared : List.of("metadata", "contacts")) {
            Json outside = value.get(shared);
            if (outside != null && !nested.has(shared)) {
                members.put(shared, outside);
            }
        }
        var object = new Json.Obj(members, nested.from(), nested.to(), nested.height());
        return new Change(raw, document, entry, name, object, nested, where, number);
    }

    List<Json.Place> items(String key) {
        return value.items(key, path);
    }

    String needNumber() throws Unusable {
        if (number == null) {
            throw new Unusable(
                    Unusable.NO_NUMBER, "The change names no phone_number_id for its items");
        }
        return number;
    }

    /** The business's own phone number as digits, as the metadata states it. */
    @Nullable String ownPhone() {
        return Values.digits(value.object("metadata").text("display_phone_number"));
    }

    /** An item as an object that downstream can hold. */
    Json.Obj object(Json.Place item) throws Unusable {
        if (!(item.json() instanceof Json.Obj object)) {
            throw new Unusable(Unusable.NOT_AN_OBJECT, "The item is not an object");
        }
        return object;
    }

    /** The item's text as Meta sent it. */
    String verbatim(Json json) throws Unusable {
        if (json.height() > MAX_ITEM_DEPTH) {
            throw new Unusable(
                    Unusable.TOO_DEEP, "The item is nested deeper than " + MAX_ITEM_DEPTH);
        }
        String text = document.verbatim(json);
        if ((long) text.length() * MAX_BYTES_PER_CHAR > MAX_ITEM_BYTES
                && text.getBytes(StandardCharsets.UTF_8).length > MAX_ITEM_BYTES) {
            throw new Unusable(Unusable.TOO_LARGE, "The item is larger than a topic takes");
        }
        return text;
    }

    RawPointer pointer(Json.Place item) {
        return new RawPointer(raw.partition(), raw.offset(), item.path());
    }

    /**
     * When the item says that it happened; when it came where it says nothing. Nothing happens
     * later than a minute after it came: a time beyond that is a wrong one, whole in the JSON only.
     */
    Instant timeOr(Json.Obj object, String key) {
        Instant time = Values.time(object, key);
        if (time == null) {
            return raw.receivedAt();
        }
        Instant latest = raw.receivedAt().plus(AHEAD);
        return time.isAfter(latest) ? latest : time;
    }
}
