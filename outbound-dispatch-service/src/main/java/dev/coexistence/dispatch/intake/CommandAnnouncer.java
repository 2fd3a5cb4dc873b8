package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.engine.DispatchEvents;
import dev.coexistence.dispatch.engine.Engine;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.queue.CommandStore.Fresh;
import dev.coexistence.dispatch.queue.CommandStore.Stored;
import java.util.List;

/** Tells the decisions, the metrics and the outbox which commands were stored. */
public final class CommandAnnouncer {
    private final Engine engine;
    private final DispatchEvents events;
    private final Runnable published;

    /**
     * @param published called where publications wait in the outbox
     */
    public CommandAnnouncer(Engine engine, DispatchEvents events, Runnable published) {
        this.engine = engine;
        this.events = events;
        this.published = published;
    }

    /** A transaction has stored these. */
    void stored(Stored stored) {
        arrived(stored.waiting());
        cancelled(stored.cancelled(), true);
        cancelled(stored.unscheduled(), false);
        events.onArrived(stored.queued(), stored.duplicates(), stored.refused().size());
        for (Fresh refused : stored.refused()) {
            if (refused.outcome() != null) {
                events.onFinished(refused.command(), refused.outcome());
            }
        }
    }

    /** Results of that transaction wait in the outbox. */
    void published() {
        published.run();
    }

    /** These wait in the queue from now on. */
    void arrived(List<Command> commands) {
        if (!commands.isEmpty()) {
            engine.post(new NumberEvent.Arrived(commands));
        }
    }

    private void cancelled(List<Command> commands, boolean waiting) {
        if (!commands.isEmpty()) {
            engine.post(new NumberEvent.Cancelled(commands, waiting));
        }
    }
}
