package dev.coexistence.simulator.guarantees;

/**
 * A terminal result was published.
 *
 * @param commandId whose
 * @param outcome ACCEPTED, REJECTED, EXPIRED, CANCELLED or UNKNOWN
 * @param nanos when, on the watcher's monotonic clock
 */
public record Ended(String commandId, String outcome, long nanos) {}
