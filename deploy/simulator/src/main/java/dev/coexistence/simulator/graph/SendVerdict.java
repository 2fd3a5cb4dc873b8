package dev.coexistence.simulator.graph;

import dev.coexistence.simulator.trace.SentMessage;
import dev.coexistence.simulator.wire.GraphError;

/** Decision on one request to send. */
sealed interface SendVerdict {
    record Accepted(SentMessage sent) implements SendVerdict {}

    record Refused(GraphError error) implements SendVerdict {}
}
