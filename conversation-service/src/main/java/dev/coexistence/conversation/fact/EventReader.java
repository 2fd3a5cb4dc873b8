package dev.coexistence.conversation.fact;

import dev.coexistence.kafka.Received;
import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ContactChange;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.InboundMessage;
import dev.coexistence.schemas.events.MessageStatus;
import dev.coexistence.schemas.events.NumberHold;
import dev.coexistence.schemas.events.SendResult;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Translation of the topics' events into facts. */
public final class EventReader {
    private EventReader() {}

    /** Reads a batch; the facts of one event stay together. */
    public static List<List<Fact>> read(List<Received<?>> events) {
        var facts = new ArrayList<List<Fact>>(events.size());
        events.forEach(event -> facts.add(read(event.value())));
        return facts;
    }

    /**
     * Reads one event.
     *
     * @throws IllegalArgumentException for an event of a topic that this service does not read
     */
    public static List<Fact> read(SpecificRecord event) {
        return switch (event) {
            case InboundMessage inbound -> MessageFacts.read(inbound);
            case EchoMessage echo -> MessageFacts.read(echo);
            case MessageStatus status -> OutcomeFacts.read(status);
            case SendResult result -> OutcomeFacts.read(result);
            case HistoryEvent history -> HistoryFacts.read(history);
            case ContactChange contact -> ContactFacts.read(contact);
            case AccountEvent account -> AccountFacts.read(account);
            case Connection connection -> ConnectionFacts.read(connection);
            case NumberHold hold -> ConnectionFacts.read(hold);
            default ->
                    throw new IllegalArgumentException(
                            "This service reads no events of type "
                                    + event.getSchema().getFullName());
        };
    }
}
