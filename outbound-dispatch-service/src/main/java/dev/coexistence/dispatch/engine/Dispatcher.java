package dev.coexistence.dispatch.engine;

import dev.coexistence.dispatch.lane.Answer;
import dev.coexistence.dispatch.lane.Attempt;
import dev.coexistence.dispatch.lane.Command;
import dev.coexistence.dispatch.lane.HeadsWanted;
import dev.coexistence.dispatch.lane.LaneActions;
import dev.coexistence.dispatch.lane.LaneSettings;
import dev.coexistence.dispatch.lane.Lanes;
import dev.coexistence.dispatch.lane.Outcome;
import dev.coexistence.dispatch.lane.Reason;
import dev.coexistence.dispatch.lane.Rule;
import dev.coexistence.dispatch.meta.Wire;
import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.dispatch.queue.Book;
import dev.coexistence.dispatch.queue.Journal;
import dev.coexistence.dispatch.queue.JournalListener;
import dev.coexistence.dispatch.queue.Ownership;
import dev.coexistence.dispatch.refusal.Hold;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries the lanes' decisions out, and brings back what comes of them: the thin edge between the
 * decisions and PostgreSQL, Meta and the threads.
 */
public final class Dispatcher
        implements LaneActions, JournalListener, Wire.Listener, AutoCloseable {
    private final Engine engine;
    private final Journal journal;
    private final Wire wire;
    private final Book book;
    private final Surroundings surroundings;

    /** Makes the journal that reports to this listener. */
    @FunctionalInterface
    public interface Journals {
        Journal reportingTo(JournalListener listener);
    }

    /** Makes the wire that reports to this listener and asks this check. */
    @FunctionalInterface
    public interface Wires {
        Wire reportingTo(Wire.Listener listener, Wire.Check check);
    }

    /** Settings of the decisions. */
    public record Policy(LaneSettings lanes, PacingSettings pacing) {}

    /** What surrounds the decisions. */
    public record Surroundings(
            LongSupplier ticker,
            InstantSource time,
            Lease lease,
            Ownership ownership,
            DispatchEvents events,
            Runnable published) {}

    public Dispatcher(
            Policy policy, Surroundings surroundings, Book book, Journals journals, Wires wires) {
        this.surroundings = surroundings;
        this.book = book;
        this.engine =
                new Engine(
                        Lanes.create(
                                surroundings.ticker(),
                                surroundings.time(),
                                policy.lanes(),
                                policy.pacing(),
                                Rule.all(),
                                this),
                        surroundings.ticker());
        this.journal = journals.reportingTo(this);
        boolean paced = policy.pacing().enabled();
        this.wire = wires.reportingTo(this, (attempt, nanos) -> check(attempt, nanos, paced));
    }

    public void start() {
        journal.start();
        engine.start();
    }

    public Engine engine() {
        return engine;
    }

    public DispatchEvents events() {
        return surroundings.events();
    }

    public Journal journal() {
        return journal;
    }

    private Wire.Verdict check(Attempt attempt, long nanos, boolean paced) {
        if (!surroundings.lease().heldAt(nanos)
                || !surroundings.ownership().owns(attempt.command().partition())) {
            return Wire.Verdict.NO_LEASE;
        }
        return !paced || attempt.guard().admit(nanos) ? Wire.Verdict.GO : Wire.Verdict.RING_FULL;
    }

    private Instant now() {
        return surroundings.time().instant();
    }

    // ---- what the lanes ask

    @Override
    public void load(HeadsWanted wanted) {
        book.read(wanted, commands -> engine.post(lanes -> lanes.loaded(wanted, commands)));
    }

    @Override
    public void lookUp(String number, int partition) {
        book.find(
                number,
                found -> engine.post(lanes -> lanes.connection(number, found.orElse(null))));
    }

    @Override
    public void intend(Attempt attempt) {
        journal.intend(attempt);
    }

    @Override
    public void open(Attempt attempt) {
        wire.open(attempt);
    }

    @Override
    public void write(Attempt attempt) {
        wire.write(attempt);
    }

    @Override
    public void close(Attempt attempt) {
        wire.close(attempt);
    }

    @Override
    public void withdraw(Attempt attempt, int attempts, @Nullable Instant notBefore) {
        journal.withdraw(attempt, attempts, notBefore);
    }

    @Override
    public void finish(Command command, Outcome outcome, @Nullable Attempt attempt) {
        journal.finish(command, outcome, attempt == null ? null : sentAt(attempt), now());
    }

    @Override
    public void doubt(Attempt attempt, Reason reason) {
        journal.doubt(attempt.command(), reason, sentAt(attempt));
    }

    private Instant sentAt(Attempt attempt) {
        long ago = surroundings.ticker().getAsLong() - attempt.writtenAt();
        return now().minusNanos(Math.max(0, ago));
    }

    @Override
    public void templatePaused(Command command) {
        journal.templatePaused(command, now());
    }

    @Override
    public void hold(Hold hold, long waiting) {
        surroundings.events().held(hold);
        journal.hold(hold, waiting, now());
    }

    @Override
    public void end(String number, int partition, Reason reason) {
        journal.endAll(number, partition, reason);
    }

    @Override
    public void alarm(Alarm alarm, String number) {
        surroundings.events().alarm(alarm, number);
    }

    // ---- what the journal tells

    @Override
    public void intended(Attempt attempt) {
        engine.post(lanes -> lanes.intended(attempt));
    }

    @Override
    public void refused(Attempt attempt) {
        engine.post(lanes -> lanes.refused(attempt));
    }

    @Override
    public void withheld(Attempt attempt) {
        engine.post(lanes -> lanes.withheld(attempt));
    }

    @Override
    public void withdrawn(Attempt attempt) {
        engine.post(lanes -> lanes.withdrawn(attempt));
    }

    @Override
    public void finished(Command command, Outcome outcome) {
        surroundings.events().finished(command, outcome);
    }

    @Override
    public void doubted(Command command) {
        surroundings.events().doubted(command);
    }

    @Override
    public void allEnded(String number) {
        engine.post(lanes -> lanes.allEnded(number));
    }

    @Override
    public void lost(int partition) {
        surroundings.ownership().lost(partition);
        engine.post(lanes -> lanes.lost(partition));
    }

    @Override
    public void published() {
        surroundings.published().run();
    }

    // ---- what the wire tells

    @Override
    public void ready(Attempt attempt) {
        engine.post(lanes -> lanes.ready(attempt));
    }

    @Override
    public void written(Attempt attempt, long nanos) {
        engine.post(lanes -> lanes.written(attempt, nanos));
        surroundings.events().written(attempt);
    }

    @Override
    public void heldBack(Attempt attempt, Wire.Verdict verdict) {
        engine.post(lanes -> lanes.heldBack(attempt, verdict == Wire.Verdict.RING_FULL));
    }

    @Override
    public void answered(Attempt attempt, Answer answer) {
        long at = surroundings.ticker().getAsLong();
        engine.post(lanes -> {
            surroundings.events().answered(attempt, answer, at - attempt.writtenAt());
            lanes.answered(attempt, answer, at);
        });
    }

    @Override
    public void close() {
        engine.close();
        wire.close();
        journal.close();
    }
}
