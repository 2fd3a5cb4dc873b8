package dev.coexistence.ingest.split;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.EchoSender;
import dev.coexistence.schemas.events.InboundMessage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.stream.Stream;

/** Live messages. Which way one went is said by the array's name; from and to never decide that. */
final class Messages {
    private final Change change;
    private final Contacts contacts;

    Messages(Change change) {
        this.change = change;
        var items =
                Stream.of("messages", "message_echoes")
                        .flatMap(key -> change.items(key).stream())
                        .toList();
        this.contacts = new Contacts(change, items, this::user);
    }

    /** What a customer wrote. */
    Piece inbound(Json.Place item) throws Unusable {
        Json.Obj message = unwrapped(change.object(item));
        String number = change.needNumber();
        String wamid = wamid(message);
        var content = MessageContent.of(message);
        var from = contacts.complete(item);
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

    /** What the owner wrote on the phone or a linked device, or Meta's own agent for them. */
    Piece echo(Json.Place item) throws Unusable {
        Json.Obj message = unwrapped(change.object(item));
        String number = change.needNumber();
        String wamid = wamid(message);
        var content = MessageContent.of(message);
        var to = contacts.complete(item);
        var event =
                EchoMessage.newBuilder()
                        .setEventId(idOf("echo", number, wamid, content))
                        .setPhoneNumberId(number)
                        .setWabaId(change.entry().id())
                        .setWamid(wamid)
                        .setField(change.field())
                        .setSender(sender(message))
                        .setTo(to.toIdentity())
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

    /** An item of standby wraps its message: id and time stand outside, the rest inside. */
    private static Json.Obj unwrapped(Json.Obj item) {
        Json.Obj inside = item.object("message");
        if (item.has("type") || inside.members().isEmpty()) {
            return item;
        }
        var members = new LinkedHashMap<>(inside.members());
        item.members()
                .forEach((key, value) -> {
                    if (!key.equals("message") && item.has(key)) {
                        members.put(key, value);
                    }
                });
        return new Json.Obj(members, inside.from(), inside.to(), inside.height());
    }

    private static Aliases writer(Json.Obj message) {
        var from =
                new Aliases()
                        .named(Values.id(message, "from"))
                        .userId(Values.id(message, "from_user_id"))
                        .parentUserId(Values.id(message, "from_parent_user_id"));
        // Who changed, as far as the system's own message says it.
        return from.isEmpty() ? from.user(message.object("system")) : from;
    }

    /**
     * Standby tells what Meta's agent says, and so does message_echoes, which came with it; only
     * there an item may say that a user made it. Elsewhere the owner wrote it, unless the item says
     * that a bot of Meta's did ({@code created_by_1p_bot}).
     */
    private EchoSender sender(Json.Obj message) {
        String stated = message.text("message_creation_type");
        String made = stated == null ? "" : stated.toLowerCase(Locale.ROOT);
        if (made.contains("bot") || made.contains("agent")) {
            return EchoSender.META_AGENT;
        }
        return switch (change.field()) {
            case "standby" -> EchoSender.META_AGENT;
            case "message_echoes" ->
                    made.startsWith("user") ? EchoSender.APP : EchoSender.META_AGENT;
            default -> EchoSender.APP;
        };
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
                .unlessPhone(own);
    }

    private Aliases user(Json.Place item) {
        if (!(item.json() instanceof Json.Obj object)) {
            return new Aliases();
        }
        Json.Obj message = unwrapped(object);
        return item.path().startsWith(change.path() + "/message_echoes")
                ? customerOfEcho(message)
                : writer(message);
    }
}
