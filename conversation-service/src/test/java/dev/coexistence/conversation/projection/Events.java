package dev.coexistence.conversation.projection;

import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.ContactAction;
import dev.coexistence.schemas.events.ContactChange;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.HistoryKind;
import dev.coexistence.schemas.events.HistoryMessage;
import dev.coexistence.schemas.events.HistoryProgress;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.InboundMessage;
import dev.coexistence.schemas.events.MessageStatus;
import dev.coexistence.schemas.events.Priority;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.schemas.events.SendResult;
import java.lang.invoke.MethodHandles;
import java.time.Instant;

/** Events of the topics, made briefly for tests. */
public final class Events {
    public static final Instant START = Instant.parse("2026-06-01T10:00:00Z");

    static {
        try {
            // Avro copies only classes that the serde has made known to it.
            MethodHandles.lookup().ensureInitialized(EventSerde.class);
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Events() {}

    public static Identity phone(String phone) {
        return Identity.newBuilder().setPhone(phone).build();
    }

    public static Identity bsuid(String bsuid) {
        return Identity.newBuilder().setBsuid(bsuid).build();
    }

    public static Identity both(String phone, String bsuid) {
        return Identity.newBuilder().setPhone(phone).setBsuid(bsuid).build();
    }

    public static Instant at(int second) {
        return START.plusSeconds(second);
    }

    /** A text that a customer wrote. */
    public static InboundMessage inbound(
            String number, String wamid, Identity from, String text, int second) {
        return inboundOf(number, wamid, from, "text", second)
                .setPreview(text)
                .setJson("{\"type\":\"text\",\"text\":{\"body\":\"" + text + "\"}}")
                .build();
    }

    public static InboundMessage.Builder inboundOf(
            String number, String wamid, Identity from, String type, int second) {
        return InboundMessage.newBuilder()
                .setEventId("in-" + wamid + type)
                .setPhoneNumberId(number)
                .setWamid(wamid)
                .setFrom(from)
                .setType(type)
                .setJson("{\"type\":\"" + type + "\"}")
                .setOccurredAt(at(second))
                .setReceivedAt(at(second).plusMillis(300));
    }

    /** A text that the owner typed on the phone. */
    public static EchoMessage echo(
            String number, String wamid, Identity to, String text, int second) {
        return echoOf(number, wamid, to, "text", second)
                .setPreview(text)
                .setJson("{\"type\":\"text\",\"text\":{\"body\":\"" + text + "\"}}")
                .build();
    }

    public static EchoMessage.Builder echoOf(
            String number, String wamid, Identity to, String type, int second) {
        return EchoMessage.newBuilder()
                .setEventId("echo-" + wamid + type)
                .setPhoneNumberId(number)
                .setWamid(wamid)
                .setTo(to)
                .setType(type)
                .setJson("{\"type\":\"" + type + "\"}")
                .setOccurredAt(at(second))
                .setReceivedAt(at(second).plusMillis(200));
    }

    public static MessageStatus.Builder status(
            String number, String wamid, String status, Identity to, int second) {
        return MessageStatus.newBuilder()
                .setEventId("status-" + wamid + status)
                .setPhoneNumberId(number)
                .setWamid(wamid)
                .setStatus(status)
                .setRecipient(to)
                .setJson("{\"status\":\"" + status + "\"}")
                .setOccurredAt(at(second))
                .setReceivedAt(at(second).plusMillis(100));
    }

    public static SendResult.Builder result(
            String number, String command, SendOutcomeKind outcome, Identity to, int second) {
        return SendResult.newBuilder()
                .setResultId(command + outcome)
                .setCommandId(command)
                .setPhoneNumberId(number)
                .setOutcome(outcome)
                .setTerminal(outcome != SendOutcomeKind.QUEUED)
                .setRecipient(to)
                .setPreview("text of " + command)
                .setMessageJson("{\"type\":\"text\",\"text\":{\"body\":\"x\"}}")
                .setPriority(Priority.NORMAL)
                .setReference("campaign")
                .setQueuedAt(at(second))
                .setDecidedAt(at(second).plusMillis(outcome == SendOutcomeKind.QUEUED ? 0 : 400));
    }

    public static HistoryEvent imported(
            String number,
            String wamid,
            boolean fromBusiness,
            Identity peer,
            String text,
            int second) {
        return history(
                number,
                historyOf(wamid, fromBusiness, peer, "text", second).setPreview(text).build());
    }

    public static HistoryMessage.Builder historyOf(
            String wamid, boolean fromBusiness, Identity peer, String type, int second) {
        return HistoryMessage.newBuilder()
                .setWamid(wamid)
                .setFromBusiness(fromBusiness)
                .setPeer(peer)
                .setHistoryStatus("READ")
                .setType(type)
                .setJson("{\"type\":\"" + type + "\",\"history\":true}")
                .setOccurredAt(at(second));
    }

    public static HistoryEvent history(String number, HistoryMessage message) {
        return HistoryEvent.newBuilder()
                .setEventId("history-" + message.getWamid() + message.getType())
                .setPhoneNumberId(number)
                .setKind(HistoryKind.MESSAGE)
                .setMessage(message)
                .setReceivedAt(at(10_000))
                .build();
    }

    public static HistoryEvent progress(String number, int phase, int chunk, int percent) {
        return HistoryEvent.newBuilder()
                .setEventId("progress-" + phase + "-" + chunk)
                .setPhoneNumberId(number)
                .setKind(HistoryKind.PROGRESS)
                .setProgress(new HistoryProgress(phase, chunk, percent, 10))
                .setReceivedAt(at(10_000))
                .build();
    }

    /** What Meta tells of one person. */
    public static AccountEvent.Builder account(
            String number, String field, Identity person, String json, int second) {
        return AccountEvent.newBuilder()
                .setEventId(field + "-" + second + "-" + json.hashCode())
                .setPhoneNumberId(number)
                .setPerson(person)
                .setField(field)
                .setEvent(null)
                .setReason(null)
                .setInitiatedBy(null)
                .setJson(json)
                .setOccurredAt(at(second))
                .setReceivedAt(at(second).plusMillis(250));
    }

    public static AccountEvent preference(String number, Identity person, String wish, int second) {
        return account(number, "user_preferences", person, "{\"value\":\"" + wish + "\"}", second)
                .setEvent(wish)
                .setReason("marketing_messages")
                .build();
    }

    public static ContactChange contact(
            String number, Identity contact, String name, boolean removed, int second) {
        var change =
                ContactChange.newBuilder()
                        .setEventId("contact-" + second)
                        .setPhoneNumberId(number)
                        .setAction(removed ? ContactAction.REMOVE : ContactAction.ADD)
                        .setContact(contact)
                        .setJson("{}")
                        .setOccurredAt(at(second))
                        .setReceivedAt(at(second));
        return removed ? change.build() : change.setFullName(name).build();
    }
}
