package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.lane.Answer;
import dev.coexistence.dispatch.lane.Attempt;
import dev.coexistence.dispatch.lane.NumberEvent;
import dev.coexistence.dispatch.meta.Wire;
import java.util.function.LongSupplier;

/** Posts to the engine what became of requests, and counts it. */
public final class WireEvents implements Wire.Listener {
    private final Engine engine;
    private final DispatchEvents events;
    private final LongSupplier ticker;

    /**
     * @param ticker monotonic nanoseconds
     */
    public WireEvents(Engine engine, DispatchEvents events, LongSupplier ticker) {
        this.engine = engine;
        this.events = events;
        this.ticker = ticker;
    }

    @Override
    public void ready(Attempt attempt) {
        engine.post(new NumberEvent.Ready(attempt));
    }

    @Override
    public void written(Attempt attempt, long nanos) {
        engine.post(new NumberEvent.Written(attempt, nanos));
        events.written(attempt);
    }

    @Override
    public void heldBack(Attempt attempt, Wire.Verdict verdict) {
        engine.post(new NumberEvent.HeldBack(attempt, verdict == Wire.Verdict.RING_FULL));
    }

    @Override
    public void answered(Attempt attempt, Answer answer) {
        engine.post(new NumberEvent.Answered(attempt, answer, ticker.getAsLong()));
    }
}
