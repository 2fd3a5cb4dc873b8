package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.lane.Attempt;
import dev.coexistence.dispatch.lane.Command;
import dev.coexistence.dispatch.lane.NumberEvent;
import dev.coexistence.dispatch.lane.Outcome;
import dev.coexistence.dispatch.queue.JournalListener;
import dev.coexistence.dispatch.queue.Ownership;

/** Posts to the engine what the journal has made durable, and counts it. */
public final class JournalEvents implements JournalListener {
    private final Engine engine;
    private final Ownership ownership;
    private final DispatchEvents events;
    private final Runnable published;

    /**
     * @param published called where publications wait in the outbox
     */
    public JournalEvents(
            Engine engine, Ownership ownership, DispatchEvents events, Runnable published) {
        this.engine = engine;
        this.ownership = ownership;
        this.events = events;
        this.published = published;
    }

    @Override
    public void intended(Attempt attempt) {
        engine.post(new NumberEvent.Intended(attempt));
    }

    @Override
    public void refused(Attempt attempt) {
        engine.post(new NumberEvent.AlreadyEnded(attempt));
    }

    @Override
    public void withheld(Attempt attempt) {
        engine.post(new NumberEvent.Withheld(attempt));
    }

    @Override
    public void withdrawn(Attempt attempt) {
        engine.post(new NumberEvent.Withdrawn(attempt));
    }

    @Override
    public void finished(Command command, Outcome outcome) {
        events.finished(command, outcome);
    }

    @Override
    public void doubted(Command command) {
        events.doubted(command);
    }

    @Override
    public void allEnded(String number) {
        engine.post(new NumberEvent.AllEnded(number));
    }

    @Override
    public void lost(int partition) {
        ownership.lost(partition);
        engine.post(new NumberEvent.Lost(partition));
    }

    @Override
    public void published() {
        published.run();
    }
}
