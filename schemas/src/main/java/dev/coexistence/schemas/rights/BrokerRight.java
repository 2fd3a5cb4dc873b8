package dev.coexistence.schemas.rights;

import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One right: an operation on a resource. Kafka holds reading and writing to include describing, and
 * altering settings to include describing them.
 *
 * @param name of the resource, or its beginning where the pattern says so
 */
public record BrokerRight(
        ResourceType resource, String name, PatternType pattern, AclOperation operation) {
    private static final String EVERY_HOST = "*";

    static BrokerRight ofTopic(String topic, AclOperation operation) {
        return new BrokerRight(ResourceType.TOPIC, topic, PatternType.LITERAL, operation);
    }

    static BrokerRight ofGroup(String group) {
        return new BrokerRight(ResourceType.GROUP, group, PatternType.LITERAL, AclOperation.READ);
    }

    /** The right as Kafka's administrators grant it. */
    public AclBinding toBinding(String principal) {
        return new AclBinding(
                new ResourcePattern(resource, name, pattern),
                new AccessControlEntry(principal, EVERY_HOST, operation, AclPermissionType.ALLOW));
    }

    /** Tells whether this right is enough for that operation. */
    public boolean covers(ResourceType asked, String askedName, AclOperation askedOperation) {
        return resource == asked && matches(askedName) && includes(askedOperation);
    }

    private boolean matches(String other) {
        return name.equals("*")
                || (pattern == PatternType.PREFIXED ? other.startsWith(name) : other.equals(name));
    }

    private boolean includes(AclOperation other) {
        return operation == other
                || (other == AclOperation.DESCRIBE
                        && (operation == AclOperation.READ || operation == AclOperation.WRITE))
                || (other == AclOperation.DESCRIBE_CONFIGS
                        && operation == AclOperation.ALTER_CONFIGS);
    }
}
