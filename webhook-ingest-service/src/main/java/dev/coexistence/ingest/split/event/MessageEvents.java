package dev.coexistence.ingest.split.event;

import dev.coexistence.ingest.split.content.ContentWriter;
import dev.coexistence.ingest.split.event.MessageFieldReader.MessageFields;
import dev.coexistence.ingest.split.json.Json;
import dev.coexistence.ingest.split.json.JsonFields;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.EchoSender;
import dev.coexistence.schemas.events.InboundMessage;
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
    private final MessageFieldReader fields;
    private final ContactMatcher contacts;

    MessageEvents(WebhookChange change) {
        this.change = change;
        this.fields = new MessageFieldReader(change);
        var items =
                Stream.of("messages", "message_echoes")
                        .flatMap(key -> change.items(key).stream())
                        .toList();
        this.contacts = new ContactMatcher(change, items, this::user);
    }

    /** A message that a customer wrote. */
    SplitItem inbound(Json.Place item) throws MalformedItem {
        Json.Obj message = MessageFieldReader.unwrap(change.requireObject(item));
        MessageFields read = fields.read(message);
        var from = contacts.match(item);
        var event =
                InboundMessage.newBuilder()
                        .setEventId(idOf("message", read))
                        .setPhoneNumberId(read.number())
                        .setWabaId(change.entry().id())
                        .setWamid(read.wamid())
                        .setField(change.field())
                        .setType(read.content().type())
                        .setFrom(from.toIdentity())
                        .setGroupId(JsonFields.id(message, "group_id"))
                        .setJson(read.json())
                        .setOccurredAt(read.occurredAt())
                        .setReceivedAt(change.raw().receivedAt())
                        .setRaw(change.pointer(item))
                        .build();
        return new SplitItem.Event<>(
                item.path(),
                Topics.INBOUND_MESSAGES,
                read.number(),
                INBOUND.write(read.content(), event));
    }

    /** A message that the owner wrote on the phone or a linked device, or Meta's agent for them. */
    SplitItem echo(Json.Place item) throws MalformedItem {
        Json.Obj message = MessageFieldReader.unwrap(change.requireObject(item));
        MessageFields read = fields.read(message);
        var to = contacts.match(item);
        var event =
                EchoMessage.newBuilder()
                        .setEventId(idOf("echo", read))
                        .setPhoneNumberId(read.number())
                        .setWabaId(change.entry().id())
                        .setWamid(read.wamid())
                        .setField(change.field())
                        .setType(read.content().type())
                        .setSender(sender(message))
                        .setTo(to.toIdentity())
                        .setJson(read.json())
                        .setOccurredAt(read.occurredAt())
                        .setReceivedAt(change.raw().receivedAt())
                        .setRaw(change.pointer(item))
                        .build();
        return new SplitItem.Event<>(
                item.path(),
                Topics.ECHO_MESSAGES,
                read.number(),
                ECHO.write(read.content(), event));
    }

    private static String idOf(String kind, MessageFields read) {
        return EventIds.hash(
                kind, read.number(), read.wamid(), read.content().type(), read.weight());
    }

    /** The user who changed stands in the system's own message, where it names no sender. */
    private static UserAliases writer(Json.Obj message) {
        var from = MessageFieldReader.readSender(message);
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

    private UserAliases user(Json.Place item) {
        if (!(item.json() instanceof Json.Obj object)) {
            return new UserAliases();
        }
        Json.Obj message = MessageFieldReader.unwrap(object);
        return item.path().startsWith(change.path() + "/message_echoes")
                ? fields.readRecipient(message)
                : writer(message);
    }
}
