package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.lane.Action;
import dev.coexistence.dispatch.lane.Attempt;
import dev.coexistence.dispatch.lane.NumberEvent;
import dev.coexistence.dispatch.meta.Wire;
import dev.coexistence.dispatch.queue.Book;
import dev.coexistence.dispatch.queue.Journal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries the decisions out: the thin edge from them to PostgreSQL and Meta. What comes of each
 * action is posted to the engine by {@link JournalEvents} and {@link WireEvents}.
 */
public final class Dispatcher implements Engine.Edge, AutoCloseable {
    private final Engine engine;
    private final Journal journal;
    private final Wire wire;
    private final Book book;
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
            Wire wire,
            Book book,
            DispatchEvents events,
            LongSupplier ticker,
            InstantSource time) {
        this.engine = engine;
        this.journal = journal;
        this.wire = wire;
        this.book = book;
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
        if (event instanceof NumberEvent.Answered(Attempt attempt, var answer, long at)) {
            // Only now it is known when the request was written.
            events.answered(attempt, answer, at - attempt.writtenAt());
        }
    }

    @Override
    public void carryOut(Action action) {
        trail.log(action);
        switch (action) {
            case Action.Load load ->
                    book.read(
                            load.wanted(),
                            commands ->
                                    engine.post(new NumberEvent.Loaded(load.wanted(), commands)));
            case Action.LookUp lookUp ->
                    book.find(
                            lookUp.number(),
                            found ->
                                    engine.post(
                                            new NumberEvent.ConnectionChanged(
                                                    lookUp.number(), found.orElse(null))));
            case Action.Intend intend -> journal.intend(intend.attempt());
            case Action.Open open -> wire.open(open.attempt());
            case Action.Write write -> wire.write(write.attempt());
            case Action.Close close -> wire.close(close.attempt());
            case Action.Withdraw withdraw ->
                    journal.withdraw(withdraw.attempt(), withdraw.attempts(), withdraw.notBefore());
            case Action.Finish finish ->
                    journal.finish(
                            finish.command(),
                            finish.outcome(),
                            sentAt(finish.attempt()),
                            time.instant());
            case Action.Doubt doubt ->
                    journal.doubt(
                            doubt.attempt().command(), doubt.reason(), writtenAt(doubt.attempt()));
            case Action.PauseTemplate pause ->
                    journal.templatePaused(pause.command(), time.instant());
            case Action.KeepHold keep -> {
                events.held(keep.hold());
                journal.hold(keep.hold(), keep.waiting(), time.instant());
            }
            case Action.EndAll end -> journal.endAll(end.number(), end.partition(), end.reason());
            case Action.RaiseAlarm raise -> events.alarm(raise.alarm(), raise.number());
        }
    }

    private @Nullable Instant sentAt(@Nullable Attempt attempt) {
        return attempt == null ? null : writtenAt(attempt);
    }

    private Instant writtenAt(Attempt attempt) {
        long ago = ticker.getAsLong() - attempt.writtenAt();
        return time.instant().minusNanos(Math.max(0, ago));
    }

    @Override
    public void close() {
        engine.close();
        wire.close();
        journal.close();
    }
}
