package dev.coexistence.ingest.split.event;

import dev.coexistence.ingest.split.content.ContentFields;
import dev.coexistence.ingest.split.json.Json;
import dev.coexistence.ingest.split.json.JsonFields;
import java.time.Instant;
import java.util.LinkedHashMap;

/** Reader of the fields that every event of a message has: inbound, echo and history. */
final class MessageFieldReader {
    private final WebhookChange change;

    MessageFieldReader(WebhookChange change) {
        this.change = change;
    }

    /**
     * Fields of a message.
     *
     * @param number id of the business number
     * @param json the message as Meta sent it
     */
    record MessageFields(
            String number, String wamid, ContentFields content, String json, Instant occurredAt) {

        /** The part of an event's id that tells a placeholder from the content that follows it. */
        String weight() {
            return content.placeholder() ? "placeholder" : "content";
        }
    }

    MessageFields read(Json.Obj message) throws MalformedItem {
        return new MessageFields(
                change.requireNumber(),
                readWamid(message),
                ContentFields.read(message),
                change.verbatim(message),
                change.readTime(message, "timestamp"));
    }

    static String readWamid(Json.Obj message) throws MalformedItem {
        String wamid = JsonFields.id(message, "id");
        if (wamid == null) {
            throw new MalformedItem(MalformedItem.NO_WAMID, "The message has no id");
        }
        return wamid;
    }

    /** The sender of a message, as the message itself names them. */
    static UserAliases readSender(Json.Obj message) {
        return new UserAliases()
                .anyAlias(JsonFields.id(message, "from"))
                .userId(JsonFields.id(message, "from_user_id"))
                .parentUserId(JsonFields.id(message, "from_parent_user_id"));
    }

    /**
     * The customer to whom the business sent a message. Some edits and revokes were seen with from
     * and to swapped: the business is not its customer.
     */
    UserAliases readRecipient(Json.Obj message) {
        String own = change.ownPhone();
        var to = new UserAliases().anyAlias(JsonFields.id(message, "to"));
        var from = new UserAliases().anyAlias(JsonFields.id(message, "from"));
        boolean swapped = own != null && to.isPhone(own) && !from.isPhone(own);
        return (swapped ? from : to)
                .userId(JsonFields.id(message, "to_user_id"))
                .parentUserId(JsonFields.id(message, "to_parent_user_id"))
                .removePhone(own);
    }

    /** An item of standby wraps its message: id and time stand outside, the rest inside. */
    static Json.Obj unwrap(Json.Obj item) {
        Json.Obj wrapped = item.object("message");
        if (item.has("type") || wrapped.members().isEmpty()) {
            return item;
        }
        var members = new LinkedHashMap<>(wrapped.members());
        item.members()
                .forEach((key, value) -> {
                    if (!key.equals("message") && item.has(key)) {
                        members.put(key, value);
                    }
                });
        return new Json.Obj(members, wrapped.from(), wrapped.to(), wrapped.height());
    }
}
