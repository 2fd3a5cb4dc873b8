package dev.coexistence.kafka;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * Supervisors of all consumers of a service. At its end they stop side by side, each after the
 * batch under way, before their bindings would stop them one after another.
 */
final class ConsumerSupervisors implements SmartLifecycle {
    private final Standstills standstills;
    private final List<ConsumerSupervisor> supervisors = new CopyOnWriteArrayList<>();
    private volatile boolean running;

    ConsumerSupervisors(Standstills standstills) {
        this.standstills = standstills;
    }

    ConsumerSupervisor supervise(String group, AbstractMessageListenerContainer<?, ?> container) {
        var supervisor = new ConsumerSupervisor(group, container, standstills);
        supervisors.add(supervisor);
        return supervisor;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop(Runnable whenStopped) {
        running = false;
        var left = new AtomicInteger(supervisors.size() + 1);
        Runnable oneStopped =
                () -> {
                    if (left.decrementAndGet() == 0) {
                        whenStopped.run();
                    }
                };
        supervisors.forEach(supervisor -> supervisor.end(oneStopped));
        oneStopped.run();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** The bindings start and stop in a lower phase, behind the web server. */
    @Override
    public int getPhase() {
        return AbstractMessageListenerContainer.DEFAULT_PHASE;
    }
}
