package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.meta.MetaTransport;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.number.SendAttempt;
import java.util.function.LongSupplier;

/** Posts to the engine what became of requests, and counts it. */
public final class TransportEvents implements MetaTransport.Listener {
    private final Engine engine;
    private final DispatchEvents events;
    private final LongSupplier ticker;

    /**
     * @param ticker monotonic nanoseconds
     */
    public TransportEvents(Engine engine, DispatchEvents events, LongSupplier ticker) {
        this.engine = engine;
        this.events = events;
        this.ticker = ticker;
    }

    @Override
    public void onReady(SendAttempt attempt) {
        engine.post(new NumberEvent.Ready(attempt));
    }

    @Override
    public void onWritten(SendAttempt attempt, long nanos) {
        engine.post(new NumberEvent.Written(attempt, nanos));
        events.onWritten(attempt);
    }

    @Override
    public void onHeldBack(SendAttempt attempt, MetaTransport.Verdict verdict) {
        engine.post(new NumberEvent.HeldBack(attempt, verdict == MetaTransport.Verdict.RING_FULL));
    }

    @Override
    public void onAnswered(SendAttempt attempt, MetaAnswer answer) {
        engine.post(new NumberEvent.Answered(attempt, answer, ticker.getAsLong()));
    }
}
