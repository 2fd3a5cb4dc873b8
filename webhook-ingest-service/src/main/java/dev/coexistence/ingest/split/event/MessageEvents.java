package dev.coexistence.ingest.split.event;

import dev.coexistence.ingest.split.content.ContentFields;
import dev.coexistence.ingest.split.content.ContentWriter;
import dev.coexistence.ingest.split.json.Json;
import dev.coexistence.ingest.split.json.JsonFields;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.EchoSender;
import dev.coexistence.schemas.events.InboundMessage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Events of live messages. The array's name tells which way a message went; from and to never
 * decide that.
 */
final class MessageEvents {
    private static final ContentWriter INBOUND = new ContentWriter(InboundMessage.getClassSchema());
    private static final ContentWriter ECHO = new ContentWriter(EchoMessage.getClassSchema());

    private final WebhookChange change;
    private final ContactMatcher contacts;

    MessageEvents(WebhookChange change) {
        this.change = change;
        var items =
                Stream.of("messages", "message_echoes")
                        .flatMap(key -> change.items(key).stream())
                        .toList();
        this.contacts = new ContactMatcher(change, items, this::user);
    }

    /** A message that a customer wrote. */
    SplitItem inbound(Json.Place item) throws MalformedItem {
        Json.Obj message = unwrap(change.requireObject(item));
        String number = change.requireNumber();
        String wamid = wamid(message);
        var content = ContentFields.read(message);
        var from = contacts.match(item);
        var event =
                InboundMessage.newBuilder()
                        .setEventId(idOf("message", number, wamid, content))
                        .setPhoneNumberId(number)
                        .setWabaId(change.entry().id())
                        .setWamid(wamid)
                        .setField(change.field())
                        .setType(content.type())
                        .setFrom(from.toIdentity())
                        .setGroupId(JsonFields.id(message, "group_id"))
                        .setJson(change.verbatim(message))
                        .setOccurredAt(change.readTime(message, "timestamp"))
                        .setReceivedAt(change.raw().receivedAt())
                        .setRaw(change.pointer(item))
                        .build();
        return new SplitItem.Event<>(
                item.path(), Topics.INBOUND_MESSAGES, number, INBOUND.write(content, event));
    }

    /** A message that the owner wrote on the phone or a linked device, or Meta's agent for them. */
    SplitItem echo(Json.Place item) throws MalformedItem {
        Json.Obj message = unwrap(change.requireObject(item));
        String number = change.requireNumber();
        String wamid = wamid(message);
        var content = ContentFields.read(message);
        var to = contacts.match(item);
        var event =
                EchoMessage.newBuilder()
                        .setEventId(idOf("echo", number, wamid, content))
                        .setPhoneNumberId(number)
                        .setWabaId(change.entry().id())
                        .setWamid(wamid)
                        .setField(change.field())
                        .setType(content.type())
                        .setSender(sender(message))
                        .setTo(to.toIdentity())
                        .setJson(change.verbatim(message))
                        .setOccurredAt(change.readTime(message, "timestamp"))
                        .setReceivedAt(change.raw().receivedAt())
                        .setRaw(change.pointer(item))
                        .build();
        return new SplitItem.Event<>(
                item.path(), Topics.ECHO_MESSAGES, number, ECHO.write(content, event));
    }

    static String wamid(Json.Obj message) throws MalformedItem {
        String wamid = JsonFields.id(message, "id");
        if (wamid == null) {
            throw new MalformedItem(MalformedItem.NO_WAMID, "The message has no id");
        }
        return wamid;
    }

    private static String idOf(String kind, String number, String wamid, ContentFields content) {
        String weight = content.placeholder() ? "placeholder" : "content";
        return EventIds.hash(kind, number, wamid, content.type(), weight);
    }

    /** An item of standby wraps its message: id and time stand outside, the rest inside. */
    private static Json.Obj unwrap(Json.Obj item) {
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

    private static UserAliases writer(Json.Obj message) {
        var from =
                new UserAliases()
                        .anyAlias(JsonFields.id(message, "from"))
                        .userId(JsonFields.id(message, "from_user_id"))
                        .parentUserId(JsonFields.id(message, "from_parent_user_id"));
        // The user who changed, as far as the system's own message names one.
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
    private UserAliases customerOfEcho(Json.Obj message) {
        String own = change.ownPhone();
        var to = new UserAliases().anyAlias(JsonFields.id(message, "to"));
        var from = new UserAliases().anyAlias(JsonFields.id(message, "from"));
        boolean swapped = own != null && to.isPhone(own) && !from.isPhone(own);
        return (swapped ? from : to)
                .userId(JsonFields.id(message, "to_user_id"))
                .parentUserId(JsonFields.id(message, "to_parent_user_id"))
                .removePhone(own);
    }

    private UserAliases user(Json.Place item) {
        if (!(item.json() instanceof Json.Obj object)) {
            return new UserAliases();
        }
        Json.Obj message = unwrap(object);
        return item.path().startsWith(change.path() + "/message_echoes")
                ? customerOfEcho(message)
                : writer(message);
    }
}
