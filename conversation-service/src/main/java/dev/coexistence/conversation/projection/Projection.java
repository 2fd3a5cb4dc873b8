package dev.coexistence.conversation.projection;

import dev.coexistence.kafka.EventConsumer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.SmartLifecycle;

/**
 * The consumers of this instance, all of one group: everything of a number comes to the same one,
 * in order.
 */
final class Projection implements SmartLifecycle {
    private final List<EventConsumer> consumers;

    Projection(List<EventConsumer> consumers) {
        this.consumers = consumers;
    }

    @Override
    public void start() {
        consumers.forEach(EventConsumer::start);
    }

    @Override
    public void stop() {
        consumers.forEach(EventConsumer::stop);
    }

    @Override
    public void stop(Runnable whenStopped) {
        var left = new AtomicInteger(consumers.size());
        for (EventConsumer consumer : consumers) {
            consumer.stop(() -> {
                if (left.decrementAndGet() == 0) {
                    whenStopped.run();
                }
            });
        }
    }

    @Override
    public boolean isRunning() {
        return consumers.stream().anyMatch(EventConsumer::isRunning);
    }

    @Override
    public int getPhase() {
        return consumers.getFirst().getPhase();
    }
}
