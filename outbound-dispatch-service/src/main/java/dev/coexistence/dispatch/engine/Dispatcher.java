package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.meta.MetaTransport;
import dev.coexistence.dispatch.number.NumberAction;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.queue.Journal;
import dev.coexistence.dispatch.queue.QueueLoader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries the decisions out: the thin edge from them to PostgreSQL and Meta. What comes of each
 * action is posted to the engine by {@link JournalEvents} and {@link TransportEvents}.
 */
public final class Dispatcher implements Engine.Edge, AutoCloseable {
    private final Engine engine;
    private final Journal journal;
    private final MetaTransport transport;
    private final QueueLoader loader;
    private final DispatchEvents events;
    private final LongSupplier ticker;
    private final InstantSource time;
    private final NumberTrail trail = new NumberTrail();

    /**
     * @param events hears what is counted
     * @param ticker monotonic nanoseconds
     */
    public Dispatcher(
            Engine engine,
            Journal journal,
            MetaTransport transport,
            QueueLoader loader,
            DispatchEvents events,
            LongSupplier ticker,
            InstantSource time) {
        this.engine = engine;
        this.journal = journal;
        this.transport = transport;
        this.loader = loader;
        this.events = events;
        this.ticker = ticker;
        this.time = time;
    }

    public void start() {
        journal.start();
        engine.start(this);
    }

    @Override
    public void hear(NumberEvent event) {
        trail.log(event);
        if (event instanceof NumberEvent.Answered(SendAttempt attempt, var answer, long at)) {
            // Only now it is known when the request was written.
            events.onAnswered(attempt, answer, at - attempt.writtenAt());
        }
    }

    @Override
    public void carryOut(NumberAction action) {
        trail.log(action);
        switch (action) {
            case NumberAction.Load load ->
                    loader.read(
                            load.wanted(),
                            commands ->
                                    engine.post(new NumberEvent.Loaded(load.wanted(), commands)));
            case NumberAction.LookUp lookUp ->
                    loader.find(
                            lookUp.number(),
                            found ->
                                    engine.post(
                                            new NumberEvent.ConnectionChanged(
                                                    lookUp.number(), found.orElse(null))));
            case NumberAction.Intend intend -> journal.intend(intend.attempt());
            case NumberAction.Open open -> transport.open(open.attempt());
            case NumberAction.Write write -> transport.write(write.attempt());
            case NumberAction.Close close -> transport.close(close.attempt());
            case NumberAction.Withdraw withdraw ->
                    journal.withdraw(withdraw.attempt(), withdraw.attempts(), withdraw.notBefore());
            case NumberAction.Finish finish ->
                    journal.finish(
                            finish.command(),
                            finish.outcome(),
                            sentAt(finish.attempt()),
                            time.instant());
            case NumberAction.Doubt doubt ->
                    journal.doubt(
                            doubt.attempt().command(), doubt.reason(), writtenAt(doubt.attempt()));
            case NumberAction.PauseTemplate pause ->
                    journal.templatePaused(pause.command(), time.instant());
            case NumberAction.KeepHold keep -> {
                events.onHold(keep.hold());
                journal.hold(keep.hold(), keep.waiting(), time.instant());
            }
            case NumberAction.EndAll end ->
                    journal.endAll(end.number(), end.partition(), end.reason());
            case NumberAction.RaiseAlarm raise -> events.onAlarm(raise.alarm(), raise.number());
        }
    }

    private @Nullable Instant sentAt(@Nullable SendAttempt attempt) {
        return attempt == null ? null : writtenAt(attempt);
    }

    private Instant writtenAt(SendAttempt attempt) {
        long ago = ticker.getAsLong() - attempt.writtenAt();
        return time.instant().minusNanos(Math.max(0, ago));
    }

    @Override
    public void close() {
        engine.close();
        transport.close();
        journal.close();
    }
}
