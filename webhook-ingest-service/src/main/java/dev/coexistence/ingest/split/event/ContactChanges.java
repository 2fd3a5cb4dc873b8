package dev.coexistence.ingest.split.event;

import dev.coexistence.ingest.split.json.Json;
import dev.coexistence.ingest.split.json.JsonFields;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.ContactAction;
import dev.coexistence.schemas.events.ContactChange;
import java.time.Instant;
import java.util.Locale;

/** Events of the phone's address book. */
final class ContactChanges {
    private final WebhookChange change;

    ContactChanges(WebhookChange change) {
        this.change = change;
    }

    SplitItem contact(Json.Place item) throws MalformedItem {
        Json.Obj json = change.requireObject(item);
        String number = change.requireNumber();
        Json.Obj contact = json.has("contact") ? json.object("contact") : json;
        var who = new UserAliases().user(contact);
        if (who.isEmpty()) {
            throw new MalformedItem(
                    MalformedItem.NO_ALIAS, "The contact has no alias that names it");
        }
        String verbatim = change.verbatim(json);
        var event =
                ContactChange.newBuilder()
                        .setEventId(EventIds.hash("contact", number, verbatim))
                        .setPhoneNumberId(number)
                        .setWabaId(change.entry().id())
                        .setAction(action(json, contact))
                        .setContact(who.toIdentity())
                        .setFullName(JsonFields.shortText(contact, "full_name"))
                        .setFirstName(JsonFields.shortText(contact, "first_name"))
                        .setJson(verbatim)
                        .setOccurredAt(occurredAt(json))
                        .setReceivedAt(change.raw().receivedAt())
                        .setRaw(change.pointer(item))
                        .build();
        return new SplitItem.Event<>(item.path(), Topics.CONTACTS, number, event);
    }

    private Instant occurredAt(Json.Obj json) {
        Json.Obj metadata = json.object("metadata");
        return metadata.has("timestamp")
                ? change.readTime(metadata, "timestamp")
                : change.readTime(json, "timestamp");
    }

    /**
     * An add is an add or an edit (Meta); other words for it were seen. What names somebody states
     * how the entry reads now, whatever it is called.
     */
    private static ContactAction action(Json.Obj json, Json.Obj contact) {
        String action = json.text("action");
        return switch (action == null ? "" : action.strip().toLowerCase(Locale.ROOT)) {
            case "add" -> ContactAction.ADD;
            case "remove", "removed", "delete", "deleted" -> ContactAction.REMOVE;
            default -> hasName(contact) ? ContactAction.ADD : ContactAction.UNKNOWN;
        };
    }

    private static boolean hasName(Json.Obj contact) {
        return JsonFields.id(contact, "full_name") != null
                || JsonFields.id(contact, "first_name") != null;
    }
}
