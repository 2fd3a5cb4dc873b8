package dev.coexistence.local.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own authorizer that also writes down, once each, what it was asked and what it said. A
 * broker makes it by its name.
 */
public final class RightsWitness extends StandardAuthorizer {
    static final String FILE = "coexistence.witness.file";

    private final Set<WitnessedRight> seen = ConcurrentHashMap.newKeySet();
    private @Nullable Path file;

    @Override
    public void configure(Map<String, ?> settings) {
        super.configure(settings);
        file = Path.of(String.valueOf(settings.get(FILE)));
    }

    @Override
    public List<AuthorizationResult> authorize(
            AuthorizableRequestContext context, List<Action> actions) {
        List<AuthorizationResult> results = super.authorize(context, actions);
        for (int number = 0; number < actions.size(); number++) {
            Action action = actions.get(number);
            boolean allowed = results.get(number) == AuthorizationResult.ALLOWED;
            // Kafka asks for some rights only to see whether there is another way.
            if (allowed ? action.logIfAllowed() : action.logIfDenied()) {
                note(
                        new WitnessedRight(
                                context.principal().getName(),
                                action.resourcePattern().resourceType(),
                                action.resourcePattern().name(),
                                action.operation(),
                                allowed));
            }
        }
        return results;
    }

    private void note(WitnessedRight right) {
        if (seen.add(right)) {
            append(right.toLine() + "\n");
        }
    }

    private synchronized void append(String line) {
        try {
            Path open = file;
            if (open != null) {
                Files.writeString(open, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("What was asked cannot be written down", e);
        }
    }
}
