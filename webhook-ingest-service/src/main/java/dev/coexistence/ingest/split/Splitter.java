package dev.coexistence.ingest.split;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Splits a raw webhook into its items: every entry, every change, every item. The same body gives
 * the same pieces, whenever and however often it is read. Never throws because of content.
 * Thread-safe.
 */
public final class Splitter {
    private static final String UNKNOWN_FIELD = "unknown";

    private final JsonReader reader = new JsonReader();
    private final Numbers numbers;

    public Splitter(Numbers numbers) {
        this.numbers = numbers;
    }

    /** What became of each item of the body, in the order in which they stand. */
    public List<Piece> split(RawWebhook raw) {
        return split(raw, Selection.ALL);
    }

    /** The same for some of the changes only. */
    public List<Piece> split(RawWebhook raw, Selection selection) {
        var pieces = new Pieces(raw, selection);
        if (raw.cutFrom() != null) {
            var why =
                    new Unusable(
                            Unusable.TOO_LARGE,
                            "The record has "
                                    + raw.cutFrom()
                                    + " bytes, more than any webhook of Meta's");
            pieces.badOutside("", why, raw.body());
            return pieces.all();
        }
        try {
            envelope(raw, reader.read(raw.body()), pieces);
        } catch (JsonReader.NotJson e) {
            String detail = e.getMessage();
            pieces.badOutside(
                    "", new Unusable(e.reason(), detail == null ? "" : detail), raw.body());
        } catch (RuntimeException | StackOverflowError e) {
            // A defect here must not stop what comes behind this body.
            pieces.failed("", e, raw.body());
        }
        return pieces.all();
    }

    private void envelope(RawWebhook raw, Document document, Pieces pieces) {
        if (!(document.root() instanceof Json.Obj root)) {
            var why = new Unusable(Unusable.NOT_AN_ENVELOPE, "The body is not a JSON object");
            pieces.badOutside("", why, raw.body());
            return;
        }
        if (root.has("entry")) {
            int before = pieces.size();
            for (var entry : root.items("entry", "")) {
                entry(raw, document, entry, pieces);
            }
            if (pieces.selection().isAll() && pieces.size() == before && !carriesNothing(root)) {
                var why = new Unusable(Unusable.NOT_AN_ENVELOPE, "The body has no entry");
                pieces.badOutside("", why, raw.body());
            }
        } else {
            // Meta prints some samples without the outer envelope.
            entry(raw, document, new Json.Place(root, ""), pieces);
        }
    }

    /** A whole envelope without an entry, as a test of the way here sends it. */
    private static boolean carriesNothing(Json.Obj root) {
        return root.has("object")
                && root.get("entry") instanceof Json.Arr entries
                && entries.items().isEmpty();
    }

    private void entry(RawWebhook raw, Document document, Json.Place place, Pieces pieces) {
        if (!(place.json() instanceof Json.Obj entry)) {
            var why = new Unusable(Unusable.NOT_AN_OBJECT, "The entry is not an object");
            pieces.badOutside(place.path(), why, document.slice(place.json()));
            return;
        }
        var shared = new Change.Entry(Values.id(entry, "id"), Values.time(entry, "time"));
        if (entry.has("changes")) {
            var changes = entry.items("changes", place.path());
            for (var change : changes) {
                change(raw, document, shared, change, pieces);
            }
            if (changes.isEmpty()) {
                var why = new Unusable(Unusable.NOT_AN_ENVELOPE, "The entry has no change");
                pieces.badOutside(place.path(), why, document.slice(entry));
            }
        } else if (entry.has("value") || entry.has("field") || fieldByArrays(entry) != null) {
            change(raw, document, shared, place, pieces);
        } else {
            var why = new Unusable(Unusable.NOT_AN_ENVELOPE, "Nothing here is a change");
            pieces.badOutside(place.path(), why, document.slice(entry));
        }
    }

    private void change(
            RawWebhook raw,
            Document document,
            Change.Entry entry,
            Json.Place place,
            Pieces pieces) {
        if (!(place.json() instanceof Json.Obj change)) {
            var why = new Unusable(Unusable.NOT_AN_OBJECT, "The change is not an object");
            pieces.badOutside(place.path(), why, document.slice(place.json()));
            return;
        }
        for (var value : values(change, place)) {
            split(change(raw, document, entry, change, value), pieces);
        }
    }

    /** Never none: an empty array is a value as it stands, and a change without one is its own. */
    private static List<Json.Place> values(Json.Obj change, Json.Place place) {
        Json value = change.get("value");
        if (value == null) {
            return List.of(place);
        }
        var values = change.items("value", place.path());
        return values.isEmpty() ? List.of(new Json.Place(value, place.path() + "/value")) : values;
    }

    private Change change(
            RawWebhook raw,
            Document document,
            Change.Entry entry,
            Json.Obj change,
            Json.Place place) {
        var value = place.json() instanceof Json.Obj object ? object : Json.Obj.EMPTY;
        String field =
                Values.firstId(
                        Values.id(change, "field"),
                        Values.id(value, "field"),
                        fieldByArrays(value));
        return new Change(
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
                Values.firstId(
                        Values.id(metadata, "phone_number_id"),
                        Values.id(value, "phone_number_id"),
                        Values.id(value.object("phone_number_settings"), "phone_number_id"),
                        Values.id(recipient, "phone_number_id"),
                        Values.id(change.object("metadata"), "phone_number_id"));
        if (stated != null) {
            return stated;
        }
        var known =
                numbers.byPhone(
                        Values.digits(
                                Values.firstId(
                                        Values.id(metadata, "display_phone_number"),
                                        Values.id(value, "display_phone_number"),
                                        Values.id(recipient, "display_phone_number"),
                                        Values.id(value, "phone_number"))));
        return known == null ? null : known.phoneNumberId();
    }

    /** Where the field's name is missing, the arrays are the only ones that say it. */
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

    private void split(Change change, Pieces pieces) {
        if (!pieces.selection().takes(change)) {
            return;
        }
        int before = pieces.size();
        switch (change.field()) {
            case "messages", "standby" -> {
                messages(change, pieces);
                var beside = standby(change, pieces) ? LIVE_AND_STANDBY : LIVE;
                rest(change, beside, pieces);
            }
            case "smb_message_echoes", "message_echoes" -> {
                var messages = new Messages(change);
                each(change, "message_echoes", messages::echo, pieces);
                each(change, "messages", messages::echo, pieces);
                each(change, "statuses", new Statuses(change)::status, pieces);
                rest(change, LIVE, pieces);
            }
            case "smb_app_state_sync" -> {
                each(change, "state_sync", new ContactChanges(change)::change, pieces);
                rest(change, Set.of("state_sync"), pieces);
            }
            case "history" -> {
                new Histories(change, pieces).split();
                rest(change, Set.of("history", "messages", "message_echoes", "errors"), pieces);
            }
            case "user_preferences", "user_id_update", "messaging_handovers" -> {
                each(change, change.field(), new PersonEvents(change, numbers)::one, pieces);
                if (pieces.size() > before) {
                    rest(change, Set.of(change.field()), pieces);
                } else if (change.field().equals("messaging_handovers")) {
                    // Its value is the one item.
                    pieces.one(
                            change.document(),
                            new Json.Place(change.json(), change.path()),
                            new PersonEvents(change, numbers)::one);
                }
            }
            default -> {}
        }
        if (pieces.size() == before) {
            pieces.one(
                    change.document(),
                    new Json.Place(change.json(), change.path()),
                    new AccountEvents(change, numbers)::whole);
        }
    }

    private static void messages(Change change, Pieces pieces) {
        var messages = new Messages(change);
        each(change, "messages", messages::inbound, pieces);
        each(change, "message_echoes", messages::echo, pieces);
        each(change, "statuses", new Statuses(change)::status, pieces);
    }

    /**
     * While Meta's agent has a thread, everything of it stands one level deeper, with the number
     * outside.
     *
     * @return false where nothing of that form is there
     */
    private boolean standby(Change change, Pieces pieces) {
        int before = pieces.size();
        for (var place : change.items("standby")) {
            if (place.json() instanceof Json.Obj nested) {
                Change inside = change.inside("standby", nested, place.path());
                messages(inside, pieces);
                rest(inside, LIVE, pieces);
            } else {
                pieces.one(
                        change.document(),
                        place,
                        item -> new AccountEvents(change, numbers).beside("standby", item));
            }
        }
        return pieces.size() > before;
    }

    private static void each(Change change, String key, Pieces.Reading reading, Pieces pieces) {
        pieces.each(change.document(), change.items(key), reading);
    }

    /** What else stands beside the arrays that the field is known for: nothing is lost. */
    private void rest(Change change, Set<String> known, Pieces pieces) {
        var account = new AccountEvents(change, numbers);
        for (String key : change.value().members().keySet()) {
            if (known.contains(key) || SHARED.contains(key) || !change.value().has(key)) {
                continue;
            }
            Pieces.Reading reading = item -> account.beside(key, item);
            if (key.equals("errors")) {
                each(change, key, reading, pieces);
            } else {
                var json = Objects.requireNonNull(change.value().get(key));
                var item =
                        new Json.Place(
                                json,
                                change.path() + "/" + key.replace("~", "~0").replace("/", "~1"));
                pieces.one(change.document(), item, reading);
            }
        }
    }

    private static final Set<String> SHARED =
            Set.of("messaging_product", "metadata", "contacts", "field", "object");

    private static final Set<String> LIVE = Set.of("messages", "message_echoes", "statuses");
    private static final Set<String> LIVE_AND_STANDBY =
            Set.of("messages", "message_echoes", "statuses", "standby");
}
