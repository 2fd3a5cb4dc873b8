package dev.coexistence.dispatch;

import dev.coexistence.database.OutboxRelay;
import dev.coexistence.dispatch.engine.Dispatcher;
import dev.coexistence.dispatch.engine.SweeperSchedule;
import dev.coexistence.dispatch.intake.CommandIntake;
import dev.coexistence.dispatch.intake.EvidenceIntake;
import dev.coexistence.dispatch.ownership.LeaseKeeper;
import dev.coexistence.dispatch.queue.QueueLoader;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts the parts from the inside out, and stops them from the outside in: first partitions are
 * given back, which waits for answers; the rest has nothing to do then.
 */
@Component
final class DispatchLifecycle implements SmartLifecycle {
    private final CommandIntake commands;
    private final EvidenceIntake evidence;
    private final LeaseKeeper keeper;
    private final Dispatcher dispatcher;
    private final QueueLoader loader;
    private final OutboxRelay relay;
    private final SweeperSchedule schedule;
    private volatile boolean running;

    DispatchLifecycle(
            CommandIntake commands,
            EvidenceIntake evidence,
            LeaseKeeper keeper,
            Dispatcher dispatcher,
            QueueLoader loader,
            OutboxRelay relay,
            SweeperSchedule schedule) {
        this.commands = commands;
        this.evidence = evidence;
        this.keeper = keeper;
        this.dispatcher = dispatcher;
        this.loader = loader;
        this.relay = relay;
        this.schedule = schedule;
    }

    @Override
    public void start() {
        dispatcher.start();
        relay.start();
        schedule.start();
        keeper.start();
        evidence.start();
        commands.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        commands.close();
        evidence.close();
        schedule.close();
        keeper.close();
        dispatcher.close();
        relay.stop();
        loader.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
