package dev.coexistence.simulator.graph;

import dev.coexistence.simulator.trace.Sent;
import dev.coexistence.simulator.wire.GraphError;

/** What the provider decides about one request to send. */
sealed interface Verdict {
    record Accepted(Sent sent) implements Verdict {}

    record Refused(GraphError error) implements Verdict {}
}
