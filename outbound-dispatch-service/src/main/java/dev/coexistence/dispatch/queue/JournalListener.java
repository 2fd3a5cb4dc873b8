package dev.coexistence.dispatch.queue;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.number.SendAttempt;

/** Hears what the journal has made durable. Called on the journal's thread, after the commit. */
public interface JournalListener {
    void onIntended(SendAttempt attempt);

    /** There is nothing to send: the command ended already. */
    void onAlreadyEnded(SendAttempt attempt);

    void onWithdrawn(SendAttempt attempt);

    /** It left the queue without leaving: its template or its recipient forbids it. */
    void onWithheld(SendAttempt attempt);

    /** An outcome is stored, and will be published. */
    void onFinished(Command command, Outcome outcome);

    void onDoubted(Command command);

    void onAllEnded(String number);

    /** Another instance owns that partition. */
    void onPartitionLost(int partition);

    /** Publications wait in the outbox. */
    void onPublished();
}
