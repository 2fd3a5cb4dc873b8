package dev.coexistence.ingest.split;

import dev.coexistence.schemas.events.AccountEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What concerns one person at a number and is no message: a wish about marketing, another user id,
 * a hand-over of the thread. One event for each, with whom it speaks of.
 */
final class PersonEvents {
    private final Change change;
    private final AccountEvents events;
    private final Contacts contacts;

    PersonEvents(Change change, Numbers numbers) {
        this.change = change;
        this.contacts = new Contacts(change, change.items(change.field()), this::person);
        this.events = new AccountEvents(change, numbers);
    }

    Piece one(Json.Place item) throws Unusable {
        Json.Obj json = item.json() instanceof Json.Obj object ? object : Json.Obj.EMPTY;
        var person = contacts.complete(item);
        Instant at = json.has("timestamp") ? change.timeOr(json, "timestamp") : null;
        var builder =
                AccountEvent.newBuilder()
                        .setEvent(event(json))
                        .setReason(Values.shortText(json, "category"))
                        .setInitiatedBy(null);
        return events.about(item, person.isEmpty() ? null : person.toIdentity(), at, builder);
    }

    /** The wish (stop, resume), the kind of hand-over (control_passed), or the event's own word. */
    private @Nullable String event(Json.Obj json) {
        if (change.field().equals("user_preferences")) {
            return Values.shortText(json, "value");
        }
        if (change.field().equals("messaging_handovers") && !json.has("type")) {
            return json.members().keySet().stream()
                    .filter(key -> key.startsWith("control_") && json.has(key))
                    .findFirst()
                    .map(key -> Text.clean(key, Values.SHORT_TEXT))
                    .orElse(null);
        }
        String type = Values.shortText(json, "type");
        return type == null ? Values.shortText(json, "event") : type;
    }

    private Aliases person(Json.Place item) {
        return item.json() instanceof Json.Obj json ? person(json) : new Aliases();
    }

    private Aliases person(Json.Obj json) {
        var person = new Aliases();
        if (change.field().equals("messaging_handovers")) {
            person.user(json.object("sender"))
                    .named(Values.id(json.object("sender"), "id"))
                    .named(Values.id(json, "sender"));
        } else {
            person.user(json)
                    .userId(Values.id(json.object("user_id"), "current"))
                    .parentUserId(Values.id(json.object("parent_user_id"), "current"));
        }
        return person;
    }
}
