package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.command.QueueDepth;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.pacing.SendClearance;
import dev.coexistence.dispatch.pacing.SendPauses;
import dev.coexistence.dispatch.recipient.PrefetchBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One number: what of it is sent next, and when. Touched by one thread only. {@link #run} does all
 * that is due; every event is followed by one.
 */
final class NumberLane {
    private static final long NEVER = Long.MAX_VALUE;

    private final long id;
    private final LaneContext context;
    private final SendClearance clearance;
    private final NumberConnection connection;
    private final PrefetchBuffer buffer;
    private final QueueDepth depth = new QueueDepth();
    private final SendPauses pauses;
    private final InFlight inFlight;
    private final CommandSelector selector;
    private final AnswerPolicy policy;
    private final HoldProbing probing;
    private final LaneReport report;
    private boolean worked;
    private long lastUsed;

    NumberLane(String number, int partition, LaneContext context, SendClearance clearance) {
        this.id = context.nextId();
        this.context = context;
        this.clearance = clearance;
        this.connection = new NumberConnection(number, partition, context, clearance);
        this.buffer =
                new PrefetchBuffer(number, partition, id, context.settings().headsPerRecipient());
        this.pauses = new SendPauses(context.settings()::backoff, clearance, context.now());
        this.inFlight = new InFlight(context, buffer, depth);
        this.selector = new CommandSelector(context, buffer, inFlight, pauses);
        this.probing = new HoldProbing(context, connection, buffer, depth);
        this.report = new LaneReport(context, connection, buffer, depth, inFlight, pauses, probing);
        this.policy = new AnswerPolicy(context, connection, buffer, inFlight, pauses, probing);
    }

    /** Does what is due; answers when it wants to run again, or {@link Long#MAX_VALUE}. */
    long run() {
        long now = context.now();
        NumberState known = connection.state();
        Budget paced = connection.budget();
        if (isIdle() && !buffer.hasAny()) {
            depth.reset();
        }
        if (known == null || paced == null) {
            return withoutConnection(now);
        }
        if (inFlight.leaving() || connection.heldFor() != null) {
            worked = false;
            inFlight.withdrawAll();
            if (known.ended() && !inFlight.leaving()) {
                probing.release();
                if (buffer.hasAny()) {
                    endAll(Reason.CONNECTION_DISCONNECTED);
                }
            }
            return NEVER;
        }
        if (probing.isShut(now)) {
            worked = false;
            inFlight.withdrawAll();
            return probing.probeAt();
        }
        probing.start(now);
        buffer.unblock(now);
        if (works() && !worked) {
            paced.restedUntil(now);
        }
        boolean clear = clearance.clearAt() - now <= 0;
        if (clear && inFlight.write(paced)) {
            lastUsed = now;
        }
        long picking = selector.intend(known, paced, probing.limit());
        worked = clear && works();
        if (!works() && isIdle()) {
            probing.nothingLeft();
        }
        long unblocked = buffer.unblock(now);
        buffer.startReads().forEach(wanted -> context.act(new NumberAction.Load(wanted)));
        long writing = Math.max(inFlight.writeAt(paced, now), clearance.clearAt());
        return Math.min(Math.min(unblocked, writing), picking);
    }

    private boolean works() {
        return inFlight.ahead() > 0 || buffer.hasAny();
    }

    private long withoutConnection(long now) {
        connection.lookUp();
        long graceEnd = connection.graceEnd();
        if (graceEnd == NEVER || !buffer.hasAny() || inFlight.leaving()) {
            return NEVER;
        }
        if (graceEnd - now > 0) {
            return graceEnd;
        }
        endAll(Reason.UNKNOWN_NUMBER);
        return NEVER;
    }

    private void endAll(Reason reason) {
        if (depth.startEnding()) {
            context.act(
                    new NumberAction.EndAll(connection.number(), connection.partition(), reason));
        }
    }

    // ---- events

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

    /** Something happened to the number. */
    void on(NumberEvent.OfNumber event) {
        switch (event) {
            case NumberEvent.Loaded page -> {
                if (page.wanted().lane() == id) {
                    buffer.receive(page.wanted(), page.commands(), context.now());
                }
            }
            case NumberEvent.AllEnded _ -> clear();
            case NumberEvent.ConnectionChanged changed -> connect(changed.state());
        }
    }

    /** A command was stored. */
    void enqueue(Command command) {
        depth.add(command.priority());
        buffer.add(command, context.now());
        probing.onArrived(command, context.now());
    }

    /** So many commands of each priority are stored. */
    void restore(long[] counts) {
        for (Priority priority : Priority.values()) {
            long count = counts[priority.ordinal()];
            depth.set(priority, count);
            if (count > 0) {
                buffer.expectStored(priority);
            }
        }
    }

    /**
     * Ends a command that was taken back or proved, or whose time is over; nothing happens to one
     * that may have left.
     *
     * @param counted whether the command is in the queue, and not still waiting for its time
     */
    void endIfWaiting(Command command, Outcome outcome, boolean counted) {
        if (inFlight.cancel(command, outcome)) {
            return;
        }
        buffer.remove(command);
        if (!counted) {
            depth.increment(command.priority());
        }
        inFlight.finish(command, outcome, null);
    }

    /** Everything that waited was ended. */
    private void clear() {
        buffer.clear();
        depth.finishEnding();
        for (Priority priority : Priority.values()) {
            if (depth.count(priority) > 0) {
                buffer.expectStored(priority);
            }
        }
        inFlight.attempts().forEach(attempt -> depth.increment(attempt.command().priority()));
        connection.resetLookUp();
    }

    private void connect(@Nullable NumberState latest) {
        long now = context.now();
        if (latest == null) {
            connection.startGrace(now);
            return;
        }
        NumberState before = connection.state();
        if (connection.update(latest, now)) {
            pauses.clear(now);
            probing.onConnection(before, latest, now);
            buffer.sizeFor(Math.max(1, latest.perSecond()));
        }
    }

    /** The number received messages, or its owner wrote them; monotonic. */
    void countInbound(int messages, long at) {
        lastUsed = context.now();
        connection.countInbound(messages, at, lastUsed);
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
            Budget paced = connection.budget();
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

    /** Nothing new leaves from now on. */
    void leave() {
        inFlight.leave();
    }

    /** Another instance sends for this number now: nothing is recorded any more. */
    void lose() {
        inFlight.lose();
    }

    // ---- how it stands

    boolean knows(SendAttempt attempt) {
        return inFlight.attempts().contains(attempt);
    }

    boolean isIdle() {
        return inFlight.attempts().isEmpty();
    }

    boolean isForgettable(long now) {
        return isIdle()
                && !buffer.hasAny()
                && probing.hold() == null
                && now - lastUsed > context.settings().idleFor().toNanos()
                && buffer.isForgettable(now);
    }

    int partition() {
        return connection.partition();
    }

    LaneReport report() {
        return report;
    }
}
