package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.lane.Attempt;
import dev.coexistence.dispatch.lane.Command;
import dev.coexistence.dispatch.lane.Outcome;

/** Hears what the journal has made durable. Called on the journal's thread, after the commit. */
public interface JournalListener {
    void intended(Attempt attempt);

    /** There is nothing to send: the command ended already. */
    void refused(Attempt attempt);

    void withdrawn(Attempt attempt);

    /** It left the queue without leaving: its template or its recipient forbids it. */
    void withheld(Attempt attempt);

    /** An outcome is stored, and will be published. */
    void finished(Command command, Outcome outcome);

    void doubted(Command command);

    void allEnded(String number);

    /** Another instance owns that partition. */
    void lost(int partition);

    /** Publications wait in the outbox. */
    void published();
}
