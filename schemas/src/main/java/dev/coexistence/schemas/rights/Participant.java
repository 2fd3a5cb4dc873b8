package dev.coexistence.schemas.rights;

import dev.coexistence.schemas.Topic;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Program, or kind of programs, that speaks to the brokers under a name of its own.
 *
 * @param name of the program and of its user at the brokers
 * @param purpose what it does, for people
 * @param rights all that it needs and nothing else
 */
public record Participant(String name, String purpose, List<BrokerRight> rights) {
    public Participant {
        rights = List.copyOf(rights);
    }

    static Participant of(String name, String purpose) {
        return new Participant(name, purpose, List.of());
    }

    /** Principal where its user's name is its own. */
    public String principal() {
        return "User:" + name;
    }

    /** Its rights as Kafka's administrators grant them. */
    public List<AclBinding> bindings(String principal) {
        return rights.stream().map(right -> right.toBinding(principal)).toList();
    }

    Participant reading(Topic<?>... topics) {
        return with(
                Stream.of(topics)
                        .map(topic -> BrokerRight.ofTopic(topic.name(), AclOperation.READ)));
    }

    Participant writing(Topic<?>... topics) {
        return with(
                Stream.of(topics)
                        .map(topic -> BrokerRight.ofTopic(topic.name(), AclOperation.WRITE)));
    }

    Participant inGroups(String... groups) {
        return with(Stream.of(groups).map(BrokerRight::ofGroup));
    }

    /** Groups of any name that begins with its own. */
    Participant inOwnGroups() {
        return with(
                Stream.of(
                        new BrokerRight(
                                ResourceType.GROUP,
                                name,
                                PatternType.PREFIXED,
                                AclOperation.READ)));
    }

    Participant with(BrokerRight right) {
        return with(Stream.of(right));
    }

    private Participant with(Stream<BrokerRight> more) {
        return new Participant(name, purpose, Stream.concat(rights.stream(), more).toList());
    }
}
