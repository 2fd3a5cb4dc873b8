package dev.coexistence.dispatch.lane;

import dev.coexistence.dispatch.pacing.Budget;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a number is between pick and outcome: the way to the socket, and the way back. */
final class Departures {
    private static final long NEVER = Long.MAX_VALUE;

    /** What was picked first leaves first: the pick has weighed the priorities. */
    private static final Comparator<Attempt> PICKED_FIRST = Comparator.comparingLong(Attempt::id);

    private final LaneContext context;
    private final Heads heads;
    private final Depth depth;
    private final PriorityQueue<Attempt> ready = new PriorityQueue<>(PICKED_FIRST);
    private final Set<Attempt> underway = new LinkedHashSet<>();
    private int ahead;
    private int writing;
    private boolean leaving;

    Departures(LaneContext context, Heads heads, Depth depth) {
        this.context = context;
        this.heads = heads;
        this.depth = depth;
    }

    // ---- to the socket

    /** Begins with the intent. */
    void begin(Command command, NumberState through, Budget paced) {
        Attempt attempt = new Attempt(command, context.nextId(), through, paced.guard());
        attempt.begunAt(context.now());
        underway.add(attempt);
        ahead++;
        if (context.keeps(Rule.INTENT_FIRST)) {
            context.actions().intend(attempt);
        } else {
            intended(attempt);
        }
    }

    void intended(Attempt attempt) {
        context.horizon().durableAfter(context.now() - attempt.begunAt());
        if (attempt.unwanted() || leaving) {
            withdraw(attempt);
        } else {
            attempt.stage(Attempt.Stage.OPENING);
            context.actions().open(attempt);
        }
    }

    /** The queue says that the command ended already. */
    void refused(Attempt attempt) {
        ahead--;
        settle(attempt, false);
    }

    /** The command left the queue: it waits elsewhere, or it ended. */
    void withheld(Attempt attempt) {
        ahead--;
        settle(attempt, false);
        Outcome end = attempt.end();
        if (end == null) {
            depth.less(attempt.command().priority());
        } else {
            finish(attempt.command(), end, null);
        }
    }

    void ready(Attempt attempt) {
        if (attempt.unwanted() || leaving) {
            context.actions().close(attempt);
            withdraw(attempt);
        } else {
            attempt.stage(Attempt.Stage.READY);
            ready.add(attempt);
        }
    }

    /** Writes what may leave now; answers whether anything did. */
    boolean write(Budget paced) {
        boolean wrote = false;
        while (!ready.isEmpty()) {
            Attempt attempt = ready.element();
            if (attempt.command().terms().expired(context.wallClock())) {
                ready.remove();
                context.actions().close(attempt);
                withdraw(attempt);
                continue;
            }
            long now = context.now();
            if (context.writableAt(now) - now > 0 || !maySend(paced, now)) {
                return wrote;
            }
            ready.remove();
            ahead--;
            writing++;
            wrote = true;
            attempt.go(now, paced.place());
            context.actions().write(attempt);
        }
        return wrote;
    }

    /** When the next may be written, or {@link Long#MAX_VALUE} where an event comes before. */
    long writeAt(Budget paced, long now) {
        if (ready.isEmpty()) {
            return NEVER;
        }
        if (!paces()) {
            return now;
        }
        if (writing >= writingAtOnce(paced, now)) {
            return NEVER;
        }
        return Math.max(paced.nextAt(now), context.writableAt(now));
    }

    private boolean maySend(Budget paced, long now) {
        return !paces() || (writing < writingAtOnce(paced, now) && paced.tryTake(now));
    }

    private boolean paces() {
        return context.keeps(Rule.PACE) && context.pacing().enabled();
    }

    /** What the socket has not taken yet, so that a stall of it ends without a clump. */
    private static int writingAtOnce(Budget paced, long now) {
        return 2 + paced.effective(now) / 10;
    }

    /** What became of the write is known. */
    void confirmed(Attempt attempt) {
        if (attempt.confirm()) {
            writing--;
        }
    }

    /** It was told to go, and did not: it is ready again. */
    void heldBack(Attempt attempt) {
        confirmed(attempt);
        ahead++;
        ready(attempt);
    }

    // ---- and back

    /** It is over for this attempt, and the next of its recipient may go. */
    void settle(Attempt attempt, boolean accepted) {
        underway.remove(attempt);
        heads.done(attempt.command(), accepted);
    }

    /** It may have left: the command waits for evidence, and no more in the queue. */
    void doubted(Attempt attempt) {
        depth.less(attempt.command().priority());
        settle(attempt, false);
    }

    /** Takes it back into the queue's future. */
    void putOff(Attempt attempt, int attempts, Instant notBefore) {
        depth.less(attempt.command().priority());
        takeBack(attempt, attempts, notBefore);
    }

    /** It came to nothing before it was told to go. */
    void failed(Attempt attempt) {
        ready.remove(attempt);
        withdraw(attempt);
    }

    private void withdraw(Attempt attempt) {
        ahead--;
        takeBack(attempt, attempt.command().attempts(), null);
    }

    /**
     * Withdraws the intent, after which the command waits again.
     *
     * @param attempts requests made of it so far
     * @param notBefore until when it waits elsewhere; null where it waits in its line
     */
    void takeBack(Attempt attempt, int attempts, @Nullable Instant notBefore) {
        attempt.stage(Attempt.Stage.WITHDRAWING);
        attempt.again(attempts, notBefore == null);
        context.actions().withdraw(attempt, attempts, notBefore);
    }

    /** The intent is gone: the command waits as before. */
    void withdrawn(Attempt attempt) {
        underway.remove(attempt);
        Command command = attempt.command().attempted(attempt.attempts());
        Outcome end = attempt.end();
        if (!attempt.waitsAgain()) {
            heads.done(command, false);
        } else if (end != null) {
            ended(command, end);
        } else {
            heads.putBack(command);
        }
    }

    /** Withdraws all that has not been told to go. */
    void withdrawAll() {
        underway.forEach(Attempt::unwant);
        while (!ready.isEmpty()) {
            Attempt attempt = ready.remove();
            context.actions().close(attempt);
            withdraw(attempt);
        }
    }

    /** From now on nothing is told to go. */
    void leave() {
        leaving = true;
        withdrawAll();
    }

    /** Closes what is open, and records nothing. */
    void lost() {
        ready.forEach(context.actions()::close);
        ready.clear();
    }

    /**
     * Takes a command back as far as that is possible; nothing happens to one that may have left,
     * unless it comes back. One whose time is over is left to the check before the write.
     *
     * @return false where it is not here
     */
    boolean cancel(Command command, Outcome outcome) {
        for (Attempt attempt : underway) {
            if (attempt.command().id().equals(command.id())) {
                if (!(outcome instanceof Outcome.Expired)) {
                    attempt.end(outcome);
                    if (ready.remove(attempt)) {
                        context.actions().close(attempt);
                        withdraw(attempt);
                    }
                }
                return true;
            }
        }
        return false;
    }

    // ---- the end of a command

    /** A command that was picked ends without an attempt. */
    void ended(Command command, Outcome outcome) {
        heads.done(command, false);
        finish(command, outcome, null);
    }

    void finish(Command command, Outcome outcome, @Nullable Attempt attempt) {
        depth.less(command.priority());
        context.actions().finish(command, outcome, attempt);
    }

    // ---- how it stands

    /** Attempts that have not been told to go. */
    int ahead() {
        return ahead;
    }

    boolean leaving() {
        return leaving;
    }

    Set<Attempt> underway() {
        return underway;
    }
}
