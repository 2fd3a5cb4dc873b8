package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.dispatch.queue.JournalListener;

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
    public void onIntended(SendAttempt attempt) {
        engine.post(new NumberEvent.Intended(attempt));
    }

    @Override
    public void onAlreadyEnded(SendAttempt attempt) {
        engine.post(new NumberEvent.AlreadyEnded(attempt));
    }

    @Override
    public void onWithheld(SendAttempt attempt) {
        engine.post(new NumberEvent.Withheld(attempt));
    }

    @Override
    public void onWithdrawn(SendAttempt attempt) {
        engine.post(new NumberEvent.Withdrawn(attempt));
    }

    @Override
    public void onFinished(Command command, Outcome outcome) {
        events.onFinished(command, outcome);
    }

    @Override
    public void onDoubted(Command command) {
        events.onDoubted(command);
    }

    @Override
    public void onAllEnded(String number) {
        engine.post(new NumberEvent.AllEnded(number));
    }

    @Override
    public void onPartitionLost(int partition) {
        ownership.remove(partition);
        engine.post(new NumberEvent.Lost(partition));
    }

    @Override
    public void onPublished() {
        published.run();
    }
}
