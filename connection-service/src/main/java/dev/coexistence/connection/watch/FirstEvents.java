package dev.coexistence.connection.watch;

import dev.coexistence.connection.record.Connections;
import dev.coexistence.connection.record.LinkCheckResults;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Notices that webhooks about a number come through: for a number that is on the API alone,
 * messages and statuses are often all there is. Called at least once per event; only the first of
 * an epoch changes anything.
 */
@Component
public class FirstEvents {
    private final Connections connections;
    private final LinkCheckResults checks;
    private final InstantSource time;

    public FirstEvents(Connections connections, LinkCheckResults checks, InstantSource time) {
        this.connections = connections;
        this.checks = checks;
        this.time = time;
    }

    /**
     * An event about a number.
     *
     * @param at Meta's time of it
     */
    public record Arrived(String kind, Instant at) {}

    /** The newest event of each number among a batch. */
    public void handle(Map<String, Arrived> newest) {
        if (newest.isEmpty()) {
            return;
        }
        for (String number : checks.withoutEvent(newest.keySet())) {
            Arrived event = newest.getOrDefault(number, new Arrived("", Instant.MIN));
            connections
                    .findNewest(number)
                    .filter(connection -> !connection.startedAfter(event.at()))
                    .ifPresent(connection ->
                            checks.firstEvent(connection.id(), event.kind(), time.instant()));
        }
    }
}
