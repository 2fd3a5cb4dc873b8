package dev.coexistence.kafka;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.event.ConcurrentContainerStoppedEvent;
import org.springframework.kafka.event.ConsumerRetryAuthEvent;
import org.springframework.kafka.event.ConsumerRetryAuthSuccessfulEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent.Reason;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * Supervisor of the consumers of one binding: reports those that repeat at one offset, one by one,
 * and starts the container again where something other than its binding ended it.
 */
final class ConsumerSupervisor {
    /** Pause before the container starts again. */
    private static final Duration RESTART_AFTER = Duration.ofSeconds(5);

    private final String group;
    private final AbstractMessageListenerContainer<?, ?> container;
    private final Standstills standstills;
    private final Standstill wholeContainer;
    private final ThreadLocal<Standstill> thisConsumer;
    private volatile boolean wanted = true;

    ConsumerSupervisor(
            String group,
            AbstractMessageListenerContainer<?, ?> container,
            Standstills standstills) {
        this.group = group;
        this.container = container;
        this.standstills = standstills;
        this.wholeContainer = standstills.of(group);
        this.thisConsumer = ThreadLocal.withInitial(() -> standstills.of(group));
        container.setApplicationEventPublisher(this::onContainerEvent);
    }

    /** The consumer of this thread gets the same records again. */
    void reportRepetition(@Nullable ConsumerRecord<?, ?> first, Throwable why) {
        thisConsumer.get().repeats(first, why);
    }

    /** The consumer of this thread goes on. */
    void reportProgress() {
        thisConsumer.get().passed();
        wholeContainer.passed();
    }

    /** Called on the consumer's own thread, but for the end of the container. */
    private void onContainerEvent(Object event) {
        switch (event) {
            case ConsumerRetryAuthEvent retry ->
                    reportRepetition(
                            null,
                            new NotAuthorized(
                                    "The broker refuses with " + retry.getReason().name()));
            case ConsumerRetryAuthSuccessfulEvent _ -> reportProgress();
            // It polls, and nothing is left that could come again.
            case ListenerContainerIdleEvent _ -> reportProgress();
            case ConsumerStoppedEvent _ -> {
                standstills.remove(group, thisConsumer.get());
                thisConsumer.remove();
            }
            case ConcurrentContainerStoppedEvent stopped
                    when wanted && stopped.getReason() != Reason.NORMAL -> {
                wholeContainer.repeats(
                        null, new Ended("The container ended: " + stopped.getReason().name()));
                CompletableFuture.delayedExecutor(RESTART_AFTER.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(this::restart);
            }
            default -> {}
        }
    }

    private synchronized void restart() {
        if (wanted) {
            container.start();
        }
    }

    /** Stops the container for good, after the batch under way. */
    synchronized void end(Runnable whenStopped) {
        wanted = false;
        container.stop(whenStopped);
    }

    /** The broker lets it not read, for now. */
    private static final class NotAuthorized extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAuthorized(String message) {
            super(message);
        }
    }

    /** An error ended the container. */
    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended(String message) {
            super(message);
        }
    }
}
