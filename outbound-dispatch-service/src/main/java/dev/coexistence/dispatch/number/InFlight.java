package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.QueueDepth;
import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.recipient.PrefetchBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** In-flight requests of one number, from pick to outcome. */
final class InFlight {
    private static final long NEVER = Long.MAX_VALUE;

    /** First picked, first to leave: the pick has weighed the priorities. */
    private static final Comparator<SendAttempt> PICKED_FIRST =
            Comparator.comparingLong(SendAttempt::id);

    private final LaneContext context;
    private final PrefetchBuffer buffer;
    private final QueueDepth depth;
    private final PriorityQueue<SendAttempt> ready = new PriorityQueue<>(PICKED_FIRST);
    private final AttemptSet attempts = new AttemptSet();
    private boolean leaving;

    InFlight(LaneContext context, PrefetchBuffer buffer, QueueDepth depth) {
        this.context = context;
        this.buffer = buffer;
        this.depth = depth;
    }

    // ---- to the socket

    /** Begins with the intent. */
    void begin(Command command, NumberState through, Budget paced) {
        var attempt =
                new SendAttempt(command, context.nextId(), through, paced.guard(), context.now());
        attempts.add(attempt);
        context.act(new NumberAction.Intend(attempt));
    }

    /** The intent is durable: the connection is next, unless the request is unwanted by now. */
    void open(SendAttempt attempt) {
        AttemptState.Intending intending = attempt.requireIntending();
        context.horizon().durableAfter(context.now() - attempt.begunAt());
        if (attempt.unwanted() || leaving) {
            withdraw(attempt, intending);
        } else {
            attempts.become(attempt, intending.toOpening());
            context.act(new NumberAction.Open(attempt));
        }
    }

    /** The queue holds the command as ended, so no intent was made. */
    void drop(SendAttempt attempt) {
        var _ = attempt.requireIntending();
        settle(attempt, false);
    }

    /** The command left the queue, so no intent was made: it waits elsewhere, or it ended. */
    void withhold(SendAttempt attempt) {
        var _ = attempt.requireIntending();
        settle(attempt, false);
        Outcome end = attempt.end();
        if (end == null) {
            depth.decrement(attempt.command().priority());
        } else {
            finish(attempt.command(), end, null);
        }
    }

    /** Its connection is open. */
    void await(SendAttempt attempt) {
        if (attempt.state() instanceof AttemptState.Opening opening) {
            await(attempt, opening.toReady());
        }
    }

    /** It was told to go, and the check at the socket refused: it is ready again. */
    void awaitAgain(SendAttempt attempt, AttemptState.Gone gone) {
        await(attempt, gone.toReady());
    }

    private void await(SendAttempt attempt, AttemptState.Ready next) {
        attempts.become(attempt, next);
        if (attempt.unwanted() || leaving) {
            context.act(new NumberAction.Close(attempt));
            withdraw(attempt, next);
        } else {
            ready.add(attempt);
        }
    }

    /** Writes what may leave now; answers whether anything did. */
    boolean write(Budget paced) {
        boolean wrote = false;
        while (true) {
            SendAttempt attempt = ready.peek();
            if (attempt == null || !(attempt.state() instanceof AttemptState.Ready state)) {
                return wrote;
            }
            if (attempt.command().terms().expired(context.wallClock())) {
                ready.remove();
                context.act(new NumberAction.Close(attempt));
                withdraw(attempt, state);
                continue;
            }
            long now = context.now();
            if (context.writableAt(now) - now > 0 || !maySend(paced, now)) {
                return wrote;
            }
            ready.remove();
            attempts.become(attempt, state.toGone(paced.place()));
            attempt.writtenAt(now);
            wrote = true;
            context.act(new NumberAction.Write(attempt));
        }
    }

    /**
     * Time at which the next may be written, or {@link Long#MAX_VALUE} where an event comes before.
     */
    long writeAt(Budget paced, long now) {
        if (ready.isEmpty()) {
            return NEVER;
        }
        if (!context.pacing().enabled()) {
            return now;
        }
        if (attempts.writing() >= writingAtOnce(paced, now)) {
            return NEVER;
        }
        return Math.max(paced.nextAt(now), context.writableAt(now));
    }

    private boolean maySend(Budget paced, long now) {
        return !context.pacing().enabled()
                || (attempts.writing() < writingAtOnce(paced, now) && paced.tryTake(now));
    }

    /**
     * Limit of requests that the socket has not taken yet, so that a stall of it ends without a
     * clump.
     */
    private static int writingAtOnce(Budget paced, long now) {
        return 2 + paced.effective(now) / 10;
    }

    /** The socket took its bytes, or its answer came. */
    AttemptState.Gone confirm(SendAttempt attempt, AttemptState.Gone gone) {
        AttemptState.Gone confirmed = gone.toConfirmed();
        attempts.become(attempt, confirmed);
        return confirmed;
    }

    // ---- and back

    /** It is over for this attempt, and the next of its recipient may go. */
    void settle(SendAttempt attempt, boolean accepted) {
        attempts.remove(attempt);
        buffer.release(attempt.command(), accepted);
    }

    /** It may have left: the command waits for evidence, and no more in the queue. */
    void settleDoubtful(SendAttempt attempt) {
        depth.decrement(attempt.command().priority());
        settle(attempt, false);
    }

    /** The connection failed before the request was told to go. */
    void fail(SendAttempt attempt, AttemptState.Ahead state) {
        ready.remove(attempt);
        withdraw(attempt, state);
    }

    private void withdraw(SendAttempt attempt, AttemptState.Ahead state) {
        withdraw(attempt, state.toWithdrawing(attempt.command().attempts()), null);
    }

    /**
     * Withdraws the intent, after which the command waits in its line again.
     *
     * @param attempts requests made of it so far
     */
    void takeBack(SendAttempt attempt, AttemptState.Gone gone, int attempts) {
        withdraw(attempt, gone.toWithdrawing(attempts, true), null);
    }

    /** Withdraws the intent, after which the command waits elsewhere until that time. */
    void putOff(SendAttempt attempt, AttemptState.Gone gone, int attempts, Instant notBefore) {
        depth.decrement(attempt.command().priority());
        withdraw(attempt, gone.toWithdrawing(attempts, false), notBefore);
    }

    private void withdraw(
            SendAttempt attempt, AttemptState.Withdrawing next, @Nullable Instant notBefore) {
        attempts.become(attempt, next);
        context.act(new NumberAction.Withdraw(attempt, next.attempts(), notBefore));
    }

    /** The intent is deleted: the command waits as before. */
    void requeue(SendAttempt attempt) {
        AttemptState.Withdrawing withdrawing = attempt.requireWithdrawing();
        attempts.remove(attempt);
        Command command = attempt.command().withAttempts(withdrawing.attempts());
        Outcome end = attempt.end();
        if (!withdrawing.again()) {
            buffer.release(command, false);
        } else if (end != null) {
            end(command, end);
        } else {
            buffer.putBack(command);
        }
    }

    /** Withdraws all that has not been told to go. */
    void withdrawAll() {
        attempts.all().forEach(SendAttempt::unwant);
        while (true) {
            SendAttempt attempt = ready.poll();
            if (attempt == null) {
                return;
            }
            giveUp(attempt);
        }
    }

    private void giveUp(SendAttempt attempt) {
        if (attempt.state() instanceof AttemptState.Ready state) {
            context.act(new NumberAction.Close(attempt));
            withdraw(attempt, state);
        }
    }

    /** From now on nothing is told to go. */
    void leave() {
        leaving = true;
        withdrawAll();
    }

    /** Closes what is open, and records nothing. */
    void lose() {
        ready.forEach(attempt -> context.act(new NumberAction.Close(attempt)));
        ready.clear();
    }

    /**
     * Takes a command back as far as that is possible; nothing happens to one that may have left,
     * unless it comes back. One whose time is over is left to the check before the write.
     *
     * @return false where it is not here
     */
    boolean cancel(Command command, Outcome outcome) {
        for (SendAttempt attempt : attempts.all()) {
            if (attempt.command().id().equals(command.id())) {
                if (!(outcome instanceof Outcome.Expired)) {
                    attempt.endAs(outcome);
                    if (ready.remove(attempt)) {
                        giveUp(attempt);
                    }
                }
                return true;
            }
        }
        return false;
    }

    // ---- the end of a command

    /** A command that was picked ends without an attempt. */
    void end(Command command, Outcome outcome) {
        buffer.release(command, false);
        finish(command, outcome, null);
    }

    void finish(Command command, Outcome outcome, @Nullable SendAttempt attempt) {
        depth.decrement(command.priority());
        context.act(new NumberAction.Finish(command, outcome, attempt));
    }

    // ---- how it stands

    /** Requests that have not been told to go. */
    int ahead() {
        return attempts.ahead();
    }

    boolean leaving() {
        return leaving;
    }

    Set<SendAttempt> attempts() {
        return attempts.all();
    }
}
