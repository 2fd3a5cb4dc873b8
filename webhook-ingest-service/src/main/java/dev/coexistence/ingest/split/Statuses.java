package dev.coexistence.ingest.split;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.MessageStatus;
import java.util.Locale;

/** What became of sent messages. */
final class Statuses {
    private final Change change;

    Statuses(Change change) {
        this.change = change;
    }

    Piece status(Json.Place item) throws Unusable {
        Json.Obj json = change.object(item);
        String number = change.needNumber();
        String wamid = Messages.wamid(json);
        String status = Values.id(json, "status");
        if (status == null) {
            throw new Unusable(Unusable.NO_STATUS, "The status says no status");
        }
        boolean group = "group".equals(json.text("recipient_type"));
        String participant =
                Values.firstId(
                        Values.id(json, "recipient_participant_id"),
                        Values.id(json, "recipient_participant_user_id"));
        Aliases recipient = recipient(json, group);
        Json.Obj pricing = json.object("pricing");
        var event =
                MessageStatus.newBuilder()
                        .setEventId(EventIds.of("status", number, wamid, status, participant))
                        .setPhoneNumberId(number)
                        .setWabaId(change.entry().id())
                        .setWamid(wamid)
                        .setStatus(status.toLowerCase(Locale.ROOT))
                        .setRecipient(recipient.toIdentity())
                        .setCallbackData(Values.shortText(json, "biz_opaque_callback_data"))
                        .setPricingModel(Values.shortText(pricing, "pricing_model"))
                        .setPricingType(Values.shortText(pricing, "type"))
                        .setPricingCategory(Values.shortText(pricing, "category"))
                        .setGroupId(group ? Values.id(json, "recipient_id") : null)
                        .setParticipant(
                                group && !recipient.isEmpty() ? recipient.toIdentity() : null)
                        .setError(MessageContent.firstError(json))
                        .setJson(change.verbatim(json))
                        .setOccurredAt(change.timeOr(json, "timestamp"))
                        .setReceivedAt(change.raw().receivedAt())
                        .setRaw(change.pointer(item))
                        .build();
        return new Piece.Event<>(item.path(), Topics.MESSAGE_STATUSES, number, event);
    }

    private Aliases recipient(Json.Obj status, boolean group) {
        var recipient = new Aliases();
        if (group) {
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
        boolean only = change.items("statuses").size() == 1;
        return recipient.from(change.items("contacts"), only && !group);
    }
}
