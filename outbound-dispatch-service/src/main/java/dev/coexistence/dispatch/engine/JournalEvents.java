package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.queue.JournalListener;
import dev.coexistence.dispatch.ownership.Ownership;

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
    public void intended(SendAttempt attempt) {
        engine.post(new NumberEvent.Intended(attempt));
    }

    @Override
    public void refused(SendAttempt attempt) {
        engine.post(new NumberEvent.AlreadyEnded(attempt));
    }

    @Override
    public void withheld(SendAttempt attempt) {
        engine.post(new NumberEvent.Withheld(attempt));
    }

    @Override
    public void withdrawn(SendAttempt attempt) {
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
