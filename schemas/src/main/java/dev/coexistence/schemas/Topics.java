package dev.coexistence.schemas;

import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.ApiKey;
import dev.coexistence.schemas.events.AuditEntry;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ContactChange;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.Erasure;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.InboundMessage;
import dev.coexistence.schemas.events.MessageStatus;
import dev.coexistence.schemas.events.NumberHold;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.SendResult;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Every topic of the system. All have the same number of partitions and the same key, the {@code
 * phone_number_id}, so partition p of each speaks of the same numbers. Exceptions: account events
 * that name only a WABA are keyed by it; raw webhooks by the first number in the body; API keys and
 * entries of the audit by their own ids.
 */
public final class Topics {
    /** Partitions of every topic where nothing else is set. */
    public static final int DEFAULT_PARTITIONS = 12;

    private static final int MIB = 1024 * 1024;
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration YEAR_AND_MONTH = Duration.ofDays(400);

    /** Raw request bodies, bytes untouched; headers in {@link RawWebhookHeaders}. */
    public static final Topic<SpecificRecord> WEBHOOKS =
            bytes("whatsapp.webhooks", 4 * MIB + 64 * 1024);

    public static final Topic<InboundMessage> INBOUND_MESSAGES =
            events("whatsapp.inbound-messages", InboundMessage.class, MONTH);
    public static final Topic<EchoMessage> ECHO_MESSAGES =
            events("whatsapp.echo-messages", EchoMessage.class, MONTH);
    public static final Topic<MessageStatus> MESSAGE_STATUSES =
            events("whatsapp.message-statuses", MessageStatus.class, MONTH);
    public static final Topic<HistoryEvent> HISTORY =
            events("whatsapp.history", HistoryEvent.class, MONTH);
    public static final Topic<ContactChange> CONTACTS =
            events("whatsapp.contacts", ContactChange.class, MONTH);
    public static final Topic<AccountEvent> ACCOUNT_EVENTS =
            events("whatsapp.account-events", AccountEvent.class, MONTH);
    public static final Topic<Connection> CONNECTIONS =
            new Topic<>("whatsapp.connections", Connection.class, null, MIB);
    public static final Topic<SendCommand> SEND_COMMANDS =
            events("whatsapp.send-commands", SendCommand.class, Duration.ofDays(7));
    public static final Topic<SendResult> SEND_RESULTS =
            events("whatsapp.send-results", SendResult.class, MONTH);

    /** Holds of a number by a refusal of Meta's; the newest record of a number is its state. */
    public static final Topic<NumberHold> NUMBER_HOLDS =
            new Topic<>("whatsapp.number-holds", NumberHold.class, null, MIB);

    /** Erasures: the persons that every service has to forget. */
    public static final Topic<Erasure> ERASURES = events("whatsapp.erasures", Erasure.class, MONTH);

    /** API keys of all tenants, the revoked ones too; read from the beginning by every service. */
    public static final Topic<ApiKey> API_KEYS =
            new Topic<>("whatsapp.api-keys", ApiKey.class, null, MIB);

    /** Deeds of callers; kept for a yearly review of the year before. */
    public static final Topic<AuditEntry> AUDIT =
            new Topic<>("whatsapp.audit", AuditEntry.class, YEAR_AND_MONTH, MIB);

    /** Bytes that could not be read or handled; headers in {@link DeadLetter}. */
    public static final Topic<SpecificRecord> DEAD_LETTERS =
            bytes("whatsapp.dead-letters", 4 * MIB + 128 * 1024);

    public static final List<Topic<?>> ALL =
            List.of(
                    WEBHOOKS,
                    INBOUND_MESSAGES,
                    ECHO_MESSAGES,
                    MESSAGE_STATUSES,
                    HISTORY,
                    CONTACTS,
                    ACCOUNT_EVENTS,
                    CONNECTIONS,
                    SEND_COMMANDS,
                    SEND_RESULTS,
                    NUMBER_HOLDS,
                    ERASURES,
                    API_KEYS,
                    AUDIT,
                    DEAD_LETTERS);

    private Topics() {}

    private static <T extends SpecificRecord> Topic<T> events(
            String name, Class<T> event, Duration retention) {
        return new Topic<>(name, event, retention, 4 * MIB + 64 * 1024);
    }

    private static Topic<SpecificRecord> bytes(String name, int maxMessageBytes) {
        return new Topic<>(name, null, MONTH, maxMessageBytes);
    }
}
