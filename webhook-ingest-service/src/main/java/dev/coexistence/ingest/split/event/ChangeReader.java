package dev.coexistence.ingest.split.event;

import dev.coexistence.ingest.split.json.Json;
import dev.coexistence.ingest.split.json.JsonDocument;
import dev.coexistence.ingest.split.json.JsonFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reader of a webhook's changes: finds each change's field, value and business number, also where
 * Meta leaves out the field's name or the envelope. Thread-safe.
 */
public final class ChangeReader {
    private static final String UNKNOWN_FIELD = "unknown";

    private final NumberDirectory numbers;

    public ChangeReader(NumberDirectory numbers) {
        this.numbers = numbers;
    }

    /** True where the object can be read as a change. */
    public static boolean isChange(Json.Obj object) {
        return object.has("value") || object.has("field") || fieldByArrays(object) != null;
    }

    /**
     * The changes of one object of {@code changes}: one, or one for each item where its value is an
     * array.
     */
    public List<WebhookChange> read(
            RawWebhook raw,
            JsonDocument document,
            WebhookChange.Entry entry,
            Json.Obj change,
            String path) {
        var changes = new ArrayList<WebhookChange>(1);
        for (var value : values(change, path)) {
            changes.add(read(raw, document, entry, change, value));
        }
        return changes;
    }

    /** Never none: an empty array is a value as it stands, and a change without one is its own. */
    private static List<Json.Place> values(Json.Obj change, String path) {
        Json value = change.get("value");
        if (value == null) {
            return List.of(new Json.Place(change, path));
        }
        var values = change.items("value", path);
        return values.isEmpty() ? List.of(new Json.Place(value, path + "/value")) : values;
    }

    private WebhookChange read(
            RawWebhook raw,
            JsonDocument document,
            WebhookChange.Entry entry,
            Json.Obj change,
            Json.Place place) {
        var value = place.json() instanceof Json.Obj object ? object : Json.Obj.EMPTY;
        String field =
                JsonFields.firstId(
                        JsonFields.id(change, "field"),
                        JsonFields.id(value, "field"),
                        fieldByArrays(value));
        return new WebhookChange(
                raw,
                document,
                entry,
                field == null ? UNKNOWN_FIELD : field,
                value,
                place.json(),
                place.path(),
                number(change, value));
    }

    private @Nullable String number(Json.Obj change, Json.Obj value) {
        Json.Obj metadata = value.object("metadata");
        // A hand-over has no metadata: the number is the one that receives the news.
        Json.Obj recipient = value.object("recipient");
        String stated =
                JsonFields.firstId(
                        JsonFields.id(metadata, "phone_number_id"),
                        JsonFields.id(value, "phone_number_id"),
                        JsonFields.id(value.object("phone_number_settings"), "phone_number_id"),
                        JsonFields.id(recipient, "phone_number_id"),
                        JsonFields.id(change.object("metadata"), "phone_number_id"));
        if (stated != null) {
            return stated;
        }
        var known =
                numbers.byPhone(
                        JsonFields.digits(
                                JsonFields.firstId(
                                        JsonFields.id(metadata, "display_phone_number"),
                                        JsonFields.id(value, "display_phone_number"),
                                        JsonFields.id(recipient, "display_phone_number"),
                                        JsonFields.id(value, "phone_number"))));
        return known == null ? null : known.phoneNumberId();
    }

    /** The field that the arrays imply, for a change without its name. */
    private static @Nullable String fieldByArrays(Json.Obj value) {
        if (value.has("history")) {
            return "history";
        }
        if (value.has("state_sync")) {
            return "smb_app_state_sync";
        }
        if (value.has("message_echoes")) {
            return "smb_message_echoes";
        }
        if (value.has("standby")) {
            return "standby";
        }
        return value.has("messages") || value.has("statuses") ? "messages" : null;
    }
}
