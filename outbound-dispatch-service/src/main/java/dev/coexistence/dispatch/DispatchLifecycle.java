package dev.coexistence.dispatch;

import dev.coexistence.dispatch.engine.Dispatcher;
import dev.coexistence.dispatch.engine.LeaseKeeper;
import dev.coexistence.dispatch.intake.CommandIntake;
import dev.coexistence.dispatch.intake.EvidenceIntake;
import dev.coexistence.dispatch.queue.Book;
import dev.coexistence.dispatch.queue.OutboxRelay;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Starts the parts from the inside out, and stops them from the outside in: first partitions are
 * given back, which waits for answers; the rest has nothing to do then.
 */
@Component
final class DispatchLifecycle implements SmartLifecycle {
    private final Intakes intakes;
    private final Dispatcher dispatcher;
    private final Book book;
    private final OutboxRelay relay;
    private final Sweeping sweeping;
    private volatile boolean running;

    /** What brings events in. */
    @Component
    record Intakes(CommandIntake commands, EvidenceIntake evidence, LeaseKeeper keeper) {}

    DispatchLifecycle(
            Intakes intakes,
            Dispatcher dispatcher,
            Book book,
            OutboxRelay relay,
            Sweeping sweeping) {
        this.intakes = intakes;
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
        intakes.keeper().start();
        intakes.evidence().start();
        intakes.commands().start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        intakes.commands().close();
        end();
    }

    /** Stops as a crash would: nothing is given back, waited for or recorded. */
    void abandon() {
        running = false;
        dispatcher.engine().close();
        intakes.commands().abandon();
        end();
    }

    private void end() {
        intakes.evidence().close();
        sweeping.close();
        intakes.keeper().close();
        dispatcher.close();
        relay.close();
        book.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
