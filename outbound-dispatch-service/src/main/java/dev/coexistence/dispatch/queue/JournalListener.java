package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;

/** Hears what the journal has made durable. Called on the journal's thread, after the commit. */
public interface JournalListener {
    void intended(SendAttempt attempt);

    /** There is nothing to send: the command ended already. */
    void refused(SendAttempt attempt);

    void withdrawn(SendAttempt attempt);

    /** It left the queue without leaving: its template or its recipient forbids it. */
    void withheld(SendAttempt attempt);

    /** An outcome is stored, and will be published. */
    void finished(Command command, Outcome outcome);

    void doubted(Command command);

    void allEnded(String number);

    /** Another instance owns that partition. */
    void lost(int partition);

    /** Publications wait in the outbox. */
    void published();
}
