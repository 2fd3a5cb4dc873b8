package dev.coexistence.dispatch;

import dev.coexistence.dispatch.engine.SweeperSchedule;
import dev.coexistence.dispatch.engine.Dispatcher;
import dev.coexistence.dispatch.ownership.LeaseKeeper;
import dev.coexistence.dispatch.intake.CommandIntake;
import dev.coexistence.dispatch.intake.EvidenceIntake;
import dev.coexistence.dispatch.queue.QueueLoader;
import dev.coexistence.dispatch.outbox.OutboxRelay;
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
    private final QueueLoader book;
    private final OutboxRelay relay;
    private final SweeperSchedule sweeping;
    private volatile boolean running;

    DispatchLifecycle(
            CommandIntake commands,
            EvidenceIntake evidence,
            LeaseKeeper keeper,
            Dispatcher dispatcher,
            QueueLoader book,
            OutboxRelay relay,
            SweeperSchedule sweeping) {
        this.commands = commands;
        this.evidence = evidence;
        this.keeper = keeper;
        this.dispatcher = dispatcher;
        this.book = book;
        this.relay = relay;
        this.sweeping = sweeping;
    }

    @Override
    public void start() {
        dispatcher.start();
        relay.start();
        sweeping.start();
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
        sweeping.close();
        keeper.close();
        dispatcher.close();
        relay.close();
        book.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
