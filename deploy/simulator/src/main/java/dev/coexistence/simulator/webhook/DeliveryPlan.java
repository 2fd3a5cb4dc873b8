package dev.coexistence.simulator.webhook;

import java.time.Duration;

/**
 * Delivery settings of webhooks: batches, duplicates, delays, retries.
 *
 * @param batch updates in one POST, at most
 * @param batchWait how long an unfilled batch waits
 * @param duplicates share of the POSTs made twice
 * @param delayMin shortest delay before a first attempt
 * @param delayMax longest; where it differs from the shortest the order is lost
 * @param retryFirst delay before the second attempt; doubles from there
 * @param retryMax ceiling for that delay
 * @param giveUpAfter age on the scripted clock at which a webhook is dropped
 * @param concurrency POSTs in flight at once
 */
public record DeliveryPlan(
        int batch,
        Duration batchWait,
        double duplicates,
        Duration delayMin,
        Duration delayMax,
        Duration retryFirst,
        Duration retryMax,
        Duration giveUpAfter,
        int concurrency) {

    public DeliveryPlan {
        if (batch < 1 || batch > 1000) {
            throw new IllegalArgumentException("batch must be 1 to 1000, was " + batch);
        }
        if (duplicates < 0 || duplicates > 1) {
            throw new IllegalArgumentException("duplicates must be 0 to 1, was " + duplicates);
        }
        if (delayMin.compareTo(delayMax) > 0) {
            throw new IllegalArgumentException("delayMin must not exceed delayMax");
        }
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency must be 1 or more");
        }
    }

    public static DeliveryPlan defaults() {
        return new DeliveryPlan(
                1,
                Duration.ofMillis(50),
                0,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofDays(7),
                64);
    }

    public DeliveryPlan withBatch(int updates, Duration wait) {
        return new DeliveryPlan(
                updates,
                wait,
                duplicates,
                delayMin,
                delayMax,
                retryFirst,
                retryMax,
                giveUpAfter,
                concurrency);
    }

    public DeliveryPlan withDuplicates(double share) {
        return new DeliveryPlan(
                batch,
                batchWait,
                share,
                delayMin,
                delayMax,
                retryFirst,
                retryMax,
                giveUpAfter,
                concurrency);
    }

    public DeliveryPlan withDelay(Duration min, Duration max) {
        return new DeliveryPlan(
                batch,
                batchWait,
                duplicates,
                min,
                max,
                retryFirst,
                retryMax,
                giveUpAfter,
                concurrency);
    }

    public DeliveryPlan withRetries(Duration first, Duration max, Duration end) {
        return new DeliveryPlan(
                batch, batchWait, duplicates, delayMin, delayMax, first, max, end, concurrency);
    }
}
