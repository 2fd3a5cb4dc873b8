package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.lane.Answer;
import dev.coexistence.dispatch.lane.Attempt;
import dev.coexistence.dispatch.lane.Command;
import dev.coexistence.dispatch.lane.LaneActions.Alarm;
import dev.coexistence.dispatch.lane.Outcome;

/** Hears what happens, to count it. Called on several threads; returns at once. */
public interface DispatchEvents {
    void written(Attempt attempt);

    void answered(Attempt attempt, Answer answer, long roundTripNanos);

    void finished(Command command, Outcome outcome);

    void doubted(Command command);

    void alarm(Alarm alarm, String number);
}
