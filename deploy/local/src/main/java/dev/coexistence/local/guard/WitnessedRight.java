package dev.coexistence.local.guard;

import dev.coexistence.schemas.rights.Participant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Right that a program asked a broker for, with the answer.
 *
 * @param user without Kafka's {@code User:}
 */
public record WitnessedRight(
        String user, ResourceType resource, String name, AclOperation operation, boolean allowed) {
    private static final String SEPARATOR = "\t";
    private static final int FIELDS = 5;

    /** All that a broker wrote down there; none where it has written nothing. */
    public static Set<WitnessedRight> readAll(Path file) {
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            return lines.stream()
                    .map(line -> line.split(SEPARATOR, -1))
                    .filter(fields -> fields.length == FIELDS)
                    .map(WitnessedRight::parse)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException("The rights that were used cannot be read", e);
        }
    }

    private static WitnessedRight parse(String[] fields) {
        return new WitnessedRight(
                fields[0],
                ResourceType.valueOf(fields[1]),
                fields[2],
                AclOperation.valueOf(fields[3]),
                Boolean.parseBoolean(fields[4]));
    }

    String toLine() {
        return String.join(
                SEPARATOR,
                user,
                resource.name(),
                name,
                operation.name(),
                Boolean.toString(allowed));
    }

    /** Tells whether the participant is meant, and one of its rights allows this. */
    public boolean isOf(Participant participant) {
        return participant.name().equals(user)
                && participant.rights().stream()
                        .anyMatch(right -> right.covers(resource, name, operation));
    }
}
