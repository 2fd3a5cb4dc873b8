package dev.coexistence.simulator.webhook;

/**
 * Counts of the webhooks so far.
 *
 * @param delivered answered with 200
 * @param attempts POSTs made
 * @param retried POSTs made again after a failure
 * @param pending not delivered yet
 * @param dropped nobody to deliver to, or too many pending
 * @param givenUp too old
 * @param lastStatus the last answer; 0 for none
 */
public record WebhookReport(
        long delivered,
        long attempts,
        long retried,
        long pending,
        long dropped,
        long givenUp,
        int lastStatus) {}
