package dev.coexistence.ingest.split.event;

import dev.coexistence.ingest.split.content.ContentFields;
import dev.coexistence.ingest.split.json.Json;
import dev.coexistence.ingest.split.json.JsonFields;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.MessageStatus;
import java.util.Locale;

/** Events of the delivery statuses of sent messages. */
final class StatusEvents {
    private final WebhookChange change;
    private final ContactMatcher contacts;

    StatusEvents(WebhookChange change) {
        this.change = change;
        this.contacts =
                new ContactMatcher(change, change.items("statuses"), StatusEvents::readRecipient);
    }

    SplitItem status(Json.Place item) throws MalformedItem {
        Json.Obj json = change.requireObject(item);
        String number = change.requireNumber();
        String wamid = MessageFieldReader.readWamid(json);
        String status = JsonFields.id(json, "status");
        if (status == null) {
            throw new MalformedItem(MalformedItem.NO_STATUS, "The status says no status");
        }
        boolean group = isOfGroup(json);
        var recipient = contacts.match(item).toIdentity();
        String participant =
                JsonFields.firstId(
                        JsonFields.id(json, "recipient_participant_id"),
                        JsonFields.id(json, "recipient_participant_user_id"));
        Json.Obj pricing = json.object("pricing");
        var event =
                MessageStatus.newBuilder()
                        .setEventId(EventIds.hash("status", number, wamid, status, participant))
                        .setPhoneNumberId(number)
                        .setWabaId(change.entry().id())
                        .setWamid(wamid)
                        .setStatus(status.toLowerCase(Locale.ROOT))
                        .setRecipient(recipient)
                        .setParticipant(group && participant != null ? recipient : null)
                        .setCallbackData(JsonFields.shortText(json, "biz_opaque_callback_data"))
                        .setPricingModel(JsonFields.shortText(pricing, "pricing_model"))
                        .setPricingType(JsonFields.shortText(pricing, "type"))
                        .setPricingCategory(JsonFields.shortText(pricing, "category"))
                        .setGroupId(group ? JsonFields.id(json, "recipient_id") : null)
                        .setError(ContentFields.firstError(json))
                        .setJson(change.verbatim(json))
                        .setOccurredAt(change.readTime(json, "timestamp"))
                        .setReceivedAt(change.raw().receivedAt())
                        .setRaw(change.pointer(item))
                        .build();
        return new SplitItem.Event<>(item.path(), Topics.MESSAGE_STATUSES, number, event);
    }

    private static boolean isOfGroup(Json.Obj status) {
        return "group".equals(status.text("recipient_type"));
    }

    private static UserAliases readRecipient(Json.Place item) {
        return item.json() instanceof Json.Obj status ? readRecipient(status) : new UserAliases();
    }

    private static UserAliases readRecipient(Json.Obj status) {
        var recipient = new UserAliases();
        if (isOfGroup(status)) {
            recipient
                    .anyAlias(JsonFields.id(status, "recipient_participant_id"))
                    .userId(JsonFields.id(status, "recipient_participant_user_id"))
                    .parentUserId(JsonFields.id(status, "recipient_participant_parent_user_id"));
        } else {
            recipient
                    .anyAlias(JsonFields.id(status, "recipient_id"))
                    .userId(JsonFields.id(status, "recipient_user_id"))
                    .parentUserId(JsonFields.id(status, "recipient_parent_user_id"))
                    // The spelling of a draft of early 2026.
                    .parentUserId(JsonFields.id(status, "parent_recipient_user_id"));
        }
        return recipient;
    }
}
