package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.number.NumberAction.Alarm;
import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.refusal.Hold;

/** Listener that counts. Called on several threads; returns at once. */
public interface DispatchEvents {
    void onWritten(SendAttempt attempt);

    void onAnswered(SendAttempt attempt, MetaAnswer answer, long roundTripNanos);

    void onFinished(Command command, Outcome outcome);

    void onDoubted(Command command);

    /** Commands came in: new ones that wait, ones that were known, ones that ended at once. */
    void onArrived(int queued, int duplicate, int refused);

    /** Messages used up budget that this service did not send. */
    void onTraffic(String number, Traffic kind, int messages);

    /** Traffic that uses up budget beside sending. */
    enum Traffic {
        INBOUND,
        ECHO
    }

    void onAlarm(Alarm alarm, String number);

    /** Meta takes nothing of a number, or does again. */
    void onHold(Hold hold);
}
