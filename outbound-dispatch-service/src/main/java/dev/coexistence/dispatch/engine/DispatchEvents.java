package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.number.NumberAction.Alarm;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.refusal.Hold;

/** Hears what happens, to count it. Called on several threads; returns at once. */
public interface DispatchEvents {
    void written(SendAttempt attempt);

    void answered(SendAttempt attempt, MetaAnswer answer, long roundTripNanos);

    void finished(Command command, Outcome outcome);

    void doubted(Command command);

    /** Commands came in: new ones that wait, ones that were known, ones that ended at once. */
    void cameIn(int queued, int duplicate, int refused);

    /** Messages used up budget that this service did not send. */
    void counted(String number, Traffic kind, int messages);

    /** What uses up budget beside sending. */
    enum Traffic {
        INBOUND,
        ECHO
    }

    void alarm(Alarm alarm, String number);

    /** Meta takes nothing of a number, or does again. */
    void held(Hold hold);
}
