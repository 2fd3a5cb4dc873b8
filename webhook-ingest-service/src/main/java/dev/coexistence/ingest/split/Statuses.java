package dev.coexistence.ingest.split;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.MessageStatus;
import java.util.Locale;

/** What became of sent messages. */
final class Statuses {
    private final Change change;
    private final Contacts contacts;

    Statuses(Change change) {
        this.change = change;
        this.contacts = new Contacts(change, change.items("statuses"), Statuses::recipient);
    }

    Piece status(Json.Place item) throws Unusable {
        Json.Obj json = change.object(item);
        String number = change.needNumber();
        String wamid = Messages.wamid(json);
        String status = Values.id(json, "status");
        if (status == null) {
            throw new Unusable(Unusable.NO_STATUS, "The status says no status");
        }
        boolean group = isOfGroup(json);
        var recipient = contacts.complete(item).toIdentity();
        String participant =
                Values.firstId(
                        Values.id(json, "recipient_participant_id"),
                        Values.id(json, "recipient_participant_user_id"));
        Json.Obj pricing = json.object("pricing");
        var event =
                MessageStatus.newBuilder()
                        .setEventId(EventIds.of("status", number, wamid, status, participant))
                        .setPhoneNumberId(number)
                        .setWabaId(change.entry().id())
                        .setWamid(wamid)
                        .setStatus(status.toLowerCase(Locale.ROOT))
                        .setRecipient(recipient)
                        .setParticipant(group && participant != null ? recipient : null)
                        .setCallbackData(Values.shortText(json, "biz_opaque_callback_data"))
                        .setPricingModel(Values.shortText(pricing, "pricing_model"))
                        .setPricingType(Values.shortText(pricing, "type"))
                        .setPricingCategory(Values.shortText(pricing, "category"))
                        .setGroupId(group ? Values.id(json, "recipient_id") : null)
                        .setError(MessageContent.firstError(json))
                        .setJson(change.verbatim(json))
                        .setOccurredAt(change.timeOr(json, "timestamp"))
                        .setReceivedAt(change.raw().receivedAt())
                        .setRaw(change.pointer(item))
                        .build();
        return new Piece.Event<>(item.path(), Topics.MESSAGE_STATUSES, number, event);
    }

    private static boolean isOfGroup(Json.Obj status) {
        return "group".equals(status.text("recipient_type"));
    }

    private static Aliases recipient(Json.Place item) {
        return item.json() instanceof Json.Obj status ? recipient(status) : new Aliases();
    }

    private static Aliases recipient(Json.Obj status) {
        var recipient = new Aliases();
        if (isOfGroup(status)) {
            recipient
                    .named(Values.id(status, "recipient_participant_id"))
                    .userId(Values.id(status, "recipient_participant_user_id"))
                    .parentUserId(Values.id(status, "recipient_participant_parent_user_id"));
        } else {
            recipient
                    .named(Values.id(status, "recipient_id"))
                    .userId(Values.id(status, "recipient_user_id"))
                    .parentUserId(Values.id(status, "recipient_parent_user_id"))
                    // The spelling of a draft of early 2026.
                    .parentUserId(Values.id(status, "parent_recipient_user_id"));
        }
        return recipient;
    }
}
