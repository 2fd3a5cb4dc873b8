package dev.coexistence.ingest.split.event;

import dev.coexistence.ingest.split.json.CleanText;
import dev.coexistence.ingest.split.json.Json;
import dev.coexistence.ingest.split.json.JsonFields;
import dev.coexistence.schemas.events.AccountEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Events about one person at a number that are no message: a wish about marketing, another user id,
 * a hand-over of the thread. Each names its person.
 */
final class PersonEvents {
    private final WebhookChange change;
    private final AccountEvents events;
    private final ContactMatcher contacts;

    PersonEvents(WebhookChange change, NumberDirectory numbers) {
        this.change = change;
        this.contacts = new ContactMatcher(change, change.items(change.field()), this::readPerson);
        this.events = new AccountEvents(change, numbers);
    }

    SplitItem person(Json.Place item) throws MalformedItem {
        Json.Obj json = item.json() instanceof Json.Obj object ? object : Json.Obj.EMPTY;
        var person = contacts.match(item);
        Instant at = json.has("timestamp") ? change.readTime(json, "timestamp") : null;
        var builder =
                AccountEvent.newBuilder()
                        .setEvent(event(json))
                        .setReason(JsonFields.shortText(json, "category"))
                        .setInitiatedBy(null);
        return events.aboutPerson(item, person.isEmpty() ? null : person.toIdentity(), at, builder);
    }

    /** The wish (stop, resume), the kind of hand-over (control_passed), or the event's own word. */
    private @Nullable String event(Json.Obj json) {
        if (change.field().equals("user_preferences")) {
            return JsonFields.shortText(json, "value");
        }
        if (change.field().equals("messaging_handovers") && !json.has("type")) {
            return json.members().keySet().stream()
                    .filter(key -> key.startsWith("control_") && json.has(key))
                    .findFirst()
                    .map(key -> CleanText.clean(key, JsonFields.SHORT_TEXT))
                    .orElse(null);
        }
        String type = JsonFields.shortText(json, "type");
        return type == null ? JsonFields.shortText(json, "event") : type;
    }

    private UserAliases readPerson(Json.Place item) {
        return item.json() instanceof Json.Obj json ? readPerson(json) : new UserAliases();
    }

    private UserAliases readPerson(Json.Obj json) {
        var person = new UserAliases();
        if (change.field().equals("messaging_handovers")) {
            person.user(json.object("sender"))
                    .anyAlias(JsonFields.id(json.object("sender"), "id"))
                    .anyAlias(JsonFields.id(json, "sender"));
        } else {
            person.user(json)
                    .userId(JsonFields.id(json.object("user_id"), "current"))
                    .parentUserId(JsonFields.id(json.object("parent_user_id"), "current"));
        }
        return person;
    }
}
