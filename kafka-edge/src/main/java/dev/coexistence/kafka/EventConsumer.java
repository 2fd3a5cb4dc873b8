package dev.coexistence.kafka;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.event.ConcurrentContainerStoppedEvent;
import org.springframework.kafka.event.ConsumerRetryAuthEvent;
import org.springframework.kafka.event.ConsumerRetryAuthSuccessfulEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent.Reason;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/**
 * A running consumer. Stopping waits until the batch under way is handled and its offsets are
 * committed. What ends it otherwise does not end it for good: it starts again where it stopped.
 */
public final class EventConsumer implements SmartLifecycle {
    private final ConcurrentMessageListenerContainer<String, byte[]> container;
    private final Standstill standstill;
    private final Duration againAfter;
    private volatile boolean wanted;

    EventConsumer(
            ConcurrentMessageListenerContainer<String, byte[]> container,
            Standstill standstill,
            Duration againAfter) {
        this.container = container;
        this.standstill = standstill;
        this.againAfter = againAfter;
        container.setApplicationEventPublisher(this::heed);
    }

    private void heed(Object event) {
        switch (event) {
            case ConsumerRetryAuthEvent retry ->
                    standstill.repeats(
                            null,
                            new NotAuthorized(
                                    "The broker refuses with " + retry.getReason().name()));
            case ConsumerRetryAuthSuccessfulEvent _ -> standstill.passed();
            // It polls, and nothing is left that could come again.
            case ListenerContainerIdleEvent _ -> standstill.passed();
            case ConcurrentContainerStoppedEvent stopped
                    when wanted && stopped.getReason() != Reason.NORMAL -> {
                standstill.repeats(
                        null, new Ended("The container ended: " + stopped.getReason().name()));
                CompletableFuture.delayedExecutor(againAfter.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(this::startAgain);
            }
            default -> {}
        }
    }

    private synchronized void startAgain() {
        if (wanted) {
            container.start();
        }
    }

    @Override
    public synchronized void start() {
        wanted = true;
        container.start();
    }

    @Override
    public synchronized void stop() {
        wanted = false;
        container.stop();
    }

    @Override
    public void stop(Runnable whenStopped) {
        wanted = false;
        container.stop(whenStopped);
    }

    @Override
    public boolean isRunning() {
        return container.isRunning();
    }

    @Override
    public int getPhase() {
        return container.getPhase();
    }

    /** The broker lets it not read, for now. */
    private static final class NotAuthorized extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAuthorized(String message) {
            super(message);
        }
    }

    /** Something ended it that should not have. */
    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended(String message) {
            super(message);
        }
    }
}
