package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.command.QueueDepth;
import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.pacing.SendClearance;
import dev.coexistence.dispatch.pacing.SendPauses;
import dev.coexistence.dispatch.recipient.PrefetchBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Commands of a number that share one budget, from the queue to the answer: its messages, or its
 * signals, which wait for no message and take no place of theirs.
 */
final class SendingLine {
    private static final List<Priority> MESSAGES =
            List.of(Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.BULK);
    private static final List<Priority> SIGNALS = List.of(Priority.SIGNAL);

    private final LaneContext context;
    private final SendClearance clearance;
    private final NumberConnection connection;
    private final Supplier<@Nullable Budget> budget;
    private final PrefetchBuffer buffer;
    private final InFlight inFlight;
    private final SendPauses pauses;
    private final CommandSelector selector;
    private final AnswerPolicy policy;
    private boolean worked;
    private long lastUsed;

    private SendingLine(
            LaneContext context,
            NumberConnection connection,
            SendClearance clearance,
            PrefetchBuffer buffer,
            QueueDepth depth,
            AnswerPolicy.Evidence evidence,
            List<Priority> priorities) {
        this.context = context;
        this.connection = connection;
        this.clearance = clearance;
        this.budget = priorities.equals(SIGNALS) ? connection::signals : connection::budget;
        this.buffer = buffer;
        this.inFlight = new InFlight(context, buffer, depth);
        this.pauses = new SendPauses(context.settings()::backoff, clearance, context.now());
        this.selector = new CommandSelector(context, buffer, inFlight, pauses, priorities);
        this.policy =
                new AnswerPolicy(context, connection, buffer, inFlight, pauses, evidence, budget);
    }

    static SendingLine ofMessages(
            LaneContext context,
            NumberConnection connection,
            SendClearance clearance,
            PrefetchBuffer buffer,
            QueueDepth depth,
            AnswerPolicy.Evidence evidence) {
        return new SendingLine(context, connection, clearance, buffer, depth, evidence, MESSAGES);
    }

    static SendingLine ofSignals(
            LaneContext context,
            NumberConnection connection,
            SendClearance clearance,
            PrefetchBuffer buffer,
            QueueDepth depth) {
        return new SendingLine(
                context, connection, clearance, buffer, depth, AnswerPolicy.Evidence.NONE, SIGNALS);
    }

    /**
     * Does what is due; answers when there is more to do, or {@link Long#MAX_VALUE}.
     *
     * @param most commands that may be under way at a time
     */
    long run(NumberState through, Budget paced, int most) {
        long now = context.now();
        buffer.unblock(now);
        if (works() && !worked) {
            paced.restedUntil(now);
        }
        boolean clear = clearance.clearAt() - now <= 0;
        if (clear && inFlight.write(paced)) {
            lastUsed = now;
        }
        long picking = selector.intend(through, paced, most);
        worked = clear && works();
        long unblocked = buffer.unblock(now);
        buffer.startReads().forEach(wanted -> context.act(new NumberAction.Load(wanted)));
        long writing = Math.max(inFlight.writeAt(paced, now), clearance.clearAt());
        return Math.min(Math.min(unblocked, writing), picking);
    }

    /** Nothing may leave: what was not told to go waits again. */
    void rest() {
        worked = false;
        inFlight.withdrawAll();
    }

    /** The connection changed: what was learnt of the one before is void. */
    void onConnection(int perSecond, long now) {
        pauses.clear(now);
        buffer.sizeFor(Math.max(1, perSecond));
    }

    /** Something happened to one of its requests. */
    void on(NumberEvent.OfAttempt event) {
        SendAttempt attempt = event.attempt();
        switch (event) {
            case NumberEvent.Intended _ -> inFlight.open(attempt);
            case NumberEvent.AlreadyEnded _ -> inFlight.drop(attempt);
            case NumberEvent.Withheld _ -> inFlight.withhold(attempt);
            case NumberEvent.Withdrawn _ -> inFlight.requeue(attempt);
            case NumberEvent.Ready _ -> inFlight.await(attempt);
            case NumberEvent.Written written -> confirm(attempt, written.at());
            case NumberEvent.HeldBack held -> holdBack(attempt, held.byRing());
            case NumberEvent.Answered answered -> answer(attempt, answered.answer(), answered.at());
        }
    }

    private void confirm(SendAttempt attempt, long at) {
        attempt.writtenAt(at);
        if (attempt.state() instanceof AttemptState.Gone gone) {
            inFlight.confirm(attempt, gone);
        }
    }

    private void holdBack(SendAttempt attempt, boolean byRing) {
        if (byRing) {
            context.act(
                    new NumberAction.RaiseAlarm(
                            NumberAction.Alarm.RING_REFUSED, connection.number()));
        }
        if (attempt.state() instanceof AttemptState.Gone gone) {
            Budget paced = budget.get();
            if (paced != null) {
                paced.notSent(gone.place(), context.now());
            }
            inFlight.awaitAgain(attempt, gone);
        }
    }

    private void answer(SendAttempt attempt, MetaAnswer answer, long at) {
        lastUsed = context.now();
        switch (attempt.state()) {
            case AttemptState.Gone gone -> policy.apply(attempt, gone, answer, at);
            case AttemptState.Ahead ahead -> {
                if (answer instanceof MetaAnswer.NotSent) {
                    pauses.pause(lastUsed);
                }
                inFlight.fail(attempt, ahead);
            }
            // The connection broke while the request was being taken back: it is, once.
            case AttemptState.Withdrawing _ -> {}
        }
    }

    /** Ends a command as {@link NumberLane#endIfWaiting} does; false where it may have left. */
    boolean endsHere(Command command, Outcome outcome) {
        if (inFlight.cancel(command, outcome)) {
            return false;
        }
        buffer.remove(command);
        return true;
    }

    // ---- how it stands

    /** True where anything waits or was not told to go yet. */
    boolean works() {
        return inFlight.ahead() > 0 || buffer.hasAny();
    }

    boolean isIdle() {
        return inFlight.attempts().isEmpty();
    }

    /** True where nothing left or was answered for that long. */
    boolean isUnusedFor(Duration time, long now) {
        return now - lastUsed > time.toNanos();
    }

    PrefetchBuffer buffer() {
        return buffer;
    }

    InFlight inFlight() {
        return inFlight;
    }

    SendPauses pauses() {
        return pauses;
    }
}
