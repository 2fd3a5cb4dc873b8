package dev.coexistence.simulator.guarantees;

/**
 * A request to send reached the provider.
 *
 * @param commandId the command it carries
 * @param number the phone number id that sends
 * @param recipient whom it goes to
 * @param accepted whether the provider took it, whatever the sender was told
 * @param nanos when, on the provider's monotonic clock
 */
public record Arrived(
        String commandId, String number, String recipient, boolean accepted, long nanos) {}
