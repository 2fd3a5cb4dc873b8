package dev.coexistence.ingest.split;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.ContactAction;
import dev.coexistence.schemas.events.ContactChange;
import java.time.Instant;
import java.util.Locale;

/** Changes of the phone's address book. */
final class ContactChanges {
    private final Change change;

    ContactChanges(Change change) {
        this.change = change;
    }

    Piece change(Json.Place item) throws Unusable {
        Json.Obj json = change.object(item);
        String number = change.needNumber();
        Json.Obj contact = json.has("contact") ? json.object("contact") : json;
        var who = new Aliases().user(contact);
        if (who.isEmpty()) {
            throw new Unusable(Unusable.NO_ALIAS, "The contact has no alias that names it");
        }
        String verbatim = change.verbatim(json);
        var event =
                ContactChange.newBuilder()
                        .setEventId(EventIds.of("contact", number, verbatim))
                        .setPhoneNumberId(number)
                        .setWabaId(change.entry().id())
                        .setAction(action(json, contact))
                        .setContact(who.toIdentity())
                        .setFullName(Values.shortText(contact, "full_name"))
                        .setFirstName(Values.shortText(contact, "first_name"))
                        .setJson(verbatim)
                        .setOccurredAt(occurredAt(json))
                        .setReceivedAt(change.raw().receivedAt())
                        .setRaw(change.pointer(item))
                        .build();
        return new Piece.Event<>(item.path(), Topics.CONTACTS, number, event);
    }

    private Instant occurredAt(Json.Obj json) {
        Json.Obj metadata = json.object("metadata");
        return metadata.has("timestamp")
                ? change.timeOr(metadata, "timestamp")
                : change.timeOr(json, "timestamp");
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
        return Values.id(contact, "full_name") != null || Values.id(contact, "first_name") != null;
    }
}
