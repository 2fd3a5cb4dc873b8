package dev.coexistence.kafka;

import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/**
 * A running consumer. Stopping waits until the batch under way is handled and its offsets are
 * committed.
 */
public final class EventConsumer implements SmartLifecycle {
    private final ConcurrentMessageListenerContainer<String, byte[]> container;

    EventConsumer(ConcurrentMessageListenerContainer<String, byte[]> container) {
        this.container = container;
    }

    @Override
    public void start() {
        container.start();
    }

    @Override
    public void stop() {
        container.stop();
    }

    @Override
    public void stop(Runnable whenStopped) {
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
}
