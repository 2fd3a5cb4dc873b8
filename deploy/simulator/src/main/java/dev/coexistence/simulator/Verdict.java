package dev.coexistence.simulator;

/** What the provider decides about one request to send. */
sealed interface Verdict {
    record Accepted(Sent sent) implements Verdict {}

    record Refused(GraphError error) implements Verdict {}
}
