package dev.coexistence.schemas.rights;

import static dev.coexistence.schemas.Topics.ACCOUNT_EVENTS;
import static dev.coexistence.schemas.Topics.API_KEYS;
import static dev.coexistence.schemas.Topics.AUDIT;
import static dev.coexistence.schemas.Topics.CONNECTIONS;
import static dev.coexistence.schemas.Topics.CONTACTS;
import static dev.coexistence.schemas.Topics.DEAD_LETTERS;
import static dev.coexistence.schemas.Topics.ECHO_MESSAGES;
import static dev.coexistence.schemas.Topics.ERASURES;
import static dev.coexistence.schemas.Topics.HISTORY;
import static dev.coexistence.schemas.Topics.INBOUND_MESSAGES;
import static dev.coexistence.schemas.Topics.MESSAGE_STATUSES;
import static dev.coexistence.schemas.Topics.NUMBER_HOLDS;
import static dev.coexistence.schemas.Topics.SEND_COMMANDS;
import static dev.coexistence.schemas.Topics.SEND_RESULTS;
import static dev.coexistence.schemas.Topics.WEBHOOKS;

import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Everybody who speaks to the brokers, with the rights that each needs: the services, those who run
 * them, and the kinds of programs outside. No producer has transactions, and nobody needs a right
 * to the cluster: idempotent producers may write by their right to a topic.
 */
public final class Participants {
    /** Beginning of the names of all topics. */
    private static final String PREFIX = "whatsapp.";

    private static final String ANY = "*";

    private static final Topic<?>[] EVENTS = {
        INBOUND_MESSAGES, ECHO_MESSAGES, MESSAGE_STATUSES, HISTORY, CONTACTS, ACCOUNT_EVENTS
    };

    private static final Topic<?>[] EVERY_TOPIC = Topics.ALL.toArray(Topic<?>[]::new);

    public static final Participant INGEST =
            Participant.of(
                            "webhook-ingest-service",
                            "takes webhooks, splits them, replays them, shows dead letters")
                    .reading(WEBHOOKS, CONNECTIONS, API_KEYS, DEAD_LETTERS)
                    .reading(EVENTS)
                    .writing(WEBHOOKS, DEAD_LETTERS, AUDIT)
                    .writing(EVENTS)
                    .with(BrokerRight.ofTopic(WEBHOOKS.name(), AclOperation.DESCRIBE_CONFIGS))
                    .inGroups("webhook-ingest-service");

    public static final Participant CONNECTION =
            Participant.of("connection-service", "signs numbers up and watches them")
                    .reading(EVENTS)
                    .reading(NUMBER_HOLDS, ERASURES, AUDIT, API_KEYS)
                    .writing(CONNECTIONS, API_KEYS, AUDIT, DEAD_LETTERS)
                    .inGroups(
                            "connection-service",
                            "connection-service-first-events",
                            "connection-service-holds",
                            "connection-service-erasures",
                            "connection-service-audit");

    public static final Participant DISPATCH =
            Participant.of("outbound-dispatch-service", "sends messages at the pace of each number")
                    .reading(SEND_COMMANDS, CONNECTIONS, MESSAGE_STATUSES, ACCOUNT_EVENTS)
                    .reading(INBOUND_MESSAGES, ECHO_MESSAGES, ERASURES, API_KEYS)
                    .writing(SEND_COMMANDS, SEND_RESULTS, NUMBER_HOLDS, AUDIT, DEAD_LETTERS)
                    .inGroups("outbound-dispatch-service", "outbound-dispatch-service-erasures");

    public static final Participant CONVERSATION =
            Participant.of("conversation-service", "keeps threads, the page and webhooks out")
                    .reading(EVENTS)
                    .reading(SEND_RESULTS, CONNECTIONS, NUMBER_HOLDS, ERASURES, API_KEYS)
                    .writing(ERASURES, AUDIT, DEAD_LETTERS)
                    .inGroups("conversation-service", "conversation-service-erasures");

    public static final List<Participant> SERVICES =
            List.of(INGEST, CONNECTION, DISPATCH, CONVERSATION);

    public static final Participant COMMAND_SENDER =
            Participant.of("command-sender", "commands messages by Kafka").writing(SEND_COMMANDS);

    public static final Participant RESULT_READER =
            Participant.of("result-reader", "reads what became of commands")
                    .reading(SEND_RESULTS)
                    .inOwnGroups();

    public static final Participant THREAD_READER =
            Participant.of("thread-reader", "reads what is said in all threads")
                    .reading(INBOUND_MESSAGES, ECHO_MESSAGES, MESSAGE_STATUSES, HISTORY, CONTACTS)
                    .reading(SEND_RESULTS)
                    .inOwnGroups();

    /** For the commands {@code replay} and {@code dead-letters}, which publish to any topic. */
    public static final Participant OPERATOR =
            Participant.of("operator", "runs the commands: replay, dead letters, offsets")
                    .reading(EVERY_TOPIC)
                    .writing(EVERY_TOPIC)
                    .with(describing(ResourceType.GROUP, ANY));

    public static final Participant LAG_READER =
            Participant.of("lag-reader", "measures how far groups are behind, such as an exporter")
                    .with(describing(ResourceType.TOPIC, ANY))
                    .with(describing(ResourceType.GROUP, ANY));

    public static final Participant TOPIC_ADMIN =
            Participant.of("topic-admin", "makes the topics and holds them to the catalogue")
                    .with(onTopics(AclOperation.CREATE))
                    .with(onTopics(AclOperation.DESCRIBE))
                    .with(onTopics(AclOperation.ALTER_CONFIGS));

    /** Those who run the system. */
    public static final List<Participant> OPERATING = List.of(OPERATOR, LAG_READER, TOPIC_ADMIN);

    /** Kinds of programs outside; each program gets a user of its own. */
    public static final List<Participant> OUTSIDE =
            List.of(COMMAND_SENDER, RESULT_READER, THREAD_READER);

    public static final List<Participant> ALL =
            Stream.of(SERVICES, OPERATING, OUTSIDE).flatMap(List::stream).toList();

    private Participants() {}

    private static BrokerRight describing(ResourceType resource, String name) {
        return new BrokerRight(resource, name, PatternType.LITERAL, AclOperation.DESCRIBE);
    }

    private static BrokerRight onTopics(AclOperation operation) {
        return new BrokerRight(ResourceType.TOPIC, PREFIX, PatternType.PREFIXED, operation);
    }
}
