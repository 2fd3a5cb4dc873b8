package dev.coexistence.ingest.split;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.InboundMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Live messages. Which way one went is said by the field's name; from and to never decide that. */
final class Messages {
    private final Change change;
    private final List<Json.Place> contacts;
    private final boolean oneUser;

    Messages(Change change) {
        this.change = change;
        this.contacts = change.items("contacts");
        this.oneUser = contacts.size() == 1 && users(change) <= 1;
    }

    /** What a customer wrote. */
    Piece inbound(Json.Place item) throws Unusable {
        Json.Obj message = change.object(item);
        String number = change.needNumber();
        String wamid = wamid(message);
        var content = MessageContent.of(message);
        var from =
                new Aliases()
                        .named(Values.id(message, "from"))
                        .userId(Values.id(message, "from_user_id"))
                        .parentUserId(Values.id(message, "from_parent_user_id"));
        if (from.isEmpty()) {
            // Who changed, as far as the system's own message says it.
            from.user(message.object("system"));
        }
        from.from(contacts, oneUser);
        var event =
                InboundMessage.newBuilder()
                        .setEventId(idOf("message", number, wamid, content))
                        .setPhoneNumberId(number)
                        .setWabaId(change.entry().id())
                        .setWamid(wamid)
                        .setField(change.field())
                        .setFrom(from.toIdentity())
                        .setGroupId(Values.id(message, "group_id"))
                        .setType(content.type())
                        .setPreview(content.preview())
                        .setMediaId(content.mediaId())
                        .setMimeType(content.mimeType())
                        .setRepliesTo(content.repliesTo())
                        .setTargets(content.targets())
                        .setPlaceholder(content.placeholder())
                        .setError(content.error())
                        .setJson(change.verbatim(message))
                        .setOccurredAt(change.timeOr(message, "timestamp"))
                        .setReceivedAt(change.raw().receivedAt())
                        .setRaw(change.pointer(item))
                        .build();
        return new Piece.Event<>(item.path(), Topics.INBOUND_MESSAGES, number, event);
    }

    /** What the owner wrote on the phone or a linked device. */
    Piece echo(Json.Place item) throws Unusable {
        Json.Obj message = change.object(item);
        String number = change.needNumber();
        String wamid = wamid(message);
        var content = MessageContent.of(message);
        var event =
                EchoMessage.newBuilder()
                        .setEventId(idOf("echo", number, wamid, content))
                        .setPhoneNumberId(number)
                        .setWabaId(change.entry().id())
                        .setWamid(wamid)
                        .setTo(customerOfEcho(message).toIdentity())
                        .setType(content.type())
                        .setPreview(content.preview())
                        .setMediaId(content.mediaId())
                        .setMimeType(content.mimeType())
                        .setRepliesTo(content.repliesTo())
                        .setTargets(content.targets())
                        .setPlaceholder(content.placeholder())
                        .setError(content.error())
                        .setJson(change.verbatim(message))
                        .setOccurredAt(change.timeOr(message, "timestamp"))
                        .setReceivedAt(change.raw().receivedAt())
                        .setRaw(change.pointer(item))
                        .build();
        return new Piece.Event<>(item.path(), Topics.ECHO_MESSAGES, number, event);
    }

    static String wamid(Json.Obj message) throws Unusable {
        String wamid = Values.id(message, "id");
        if (wamid == null) {
            throw new Unusable(Unusable.NO_WAMID, "The message has no id");
        }
        return wamid;
    }

    private static String idOf(String kind, String number, String wamid, MessageContent content) {
        String weight = content.placeholder() ? "placeholder" : "content";
        return EventIds.of(kind, number, wamid, content.type(), weight);
    }

    /**
     * Some edits and revokes were seen with from and to swapped: the business is not its customer.
     */
    private Aliases customerOfEcho(Json.Obj message) {
        String own = change.ownPhone();
        var to = new Aliases().named(Values.id(message, "to"));
        var from = new Aliases().named(Values.id(message, "from"));
        boolean swapped = own != null && to.isPhone(own) && !from.isPhone(own);
        return (swapped ? from : to)
                .userId(Values.id(message, "to_user_id"))
                .parentUserId(Values.id(message, "to_parent_user_id"))
                .from(contacts, oneUser);
    }

    /** How many users the value's messages name; one without any name counts as one more. */
    private static int users(Change change) {
        Set<String> users = new HashSet<>();
        for (String key : List.of("messages", "message_echoes")) {
            boolean echo = key.equals("message_echoes");
            for (var place : change.items(key)) {
                if (place.json() instanceof Json.Obj message) {
                    users.add(String.valueOf(user(message, echo ? "to" : "from")));
                }
            }
        }
        return users.size();
    }

    private static @Nullable String user(Json.Obj message, String key) {
        return Values.firstId(Values.id(message, key), Values.id(message, key + "_user_id"));
    }
}
