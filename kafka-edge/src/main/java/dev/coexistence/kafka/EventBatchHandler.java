package dev.coexistence.kafka;

import java.util.List;

/** Handler of a batch of events, as the function of a binding is one. */
@FunctionalInterface
interface EventBatchHandler {

    /**
     * Handles what one poll brought: at least one event, in the order of each partition. Called at
     * least once for each event, so it must be idempotent.
     *
     * <p>A normal return commits the offsets. An exception that {@link Outages} recognises
     * (database, broker or registry away) pauses the consumer, and the same events come again, for
     * ever. Any other exception has the events handled one by one, in order; one that fails alone
     * twice goes to the dead letters as UNHANDLED, and the next goes through.
     *
     * @throws Exception in any of these cases; nothing may be half done when it is thrown
     */
    void handle(List<Received<?>> events) throws Exception;
}
