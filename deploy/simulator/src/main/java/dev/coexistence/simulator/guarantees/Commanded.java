package dev.coexistence.simulator.guarantees;

/**
 * Somebody asked for a message to be sent.
 *
 * @param commandId the idempotency key
 * @param number the phone number id that sends
 * @param recipient whom it goes to
 * @param priority order is promised within one priority only
 * @param nanos when, on the watcher's monotonic clock
 */
public record Commanded(
        String commandId, String number, String recipient, String priority, long nanos) {}
