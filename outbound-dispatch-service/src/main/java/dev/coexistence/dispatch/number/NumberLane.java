package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.pacing.SendPauses;
import dev.coexistence.dispatch.recipient.PrefetchBuffer;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.QueueDepth;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.pacing.SendClearance;
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
    private final NumberConnection link;
    private final PrefetchBuffer heads;
    private final QueueDepth depth = new QueueDepth();
    private final SendPauses pauses;
    private final InFlight departures;
    private final CommandSelector picks;
    private final AnswerPolicy consequences;
    private final HoldProbing holding;
    private final LaneReport standing;
    private boolean worked;
    private long lastUsed;

    NumberLane(String number, int partition, LaneContext context, SendClearance clearance) {
        this.id = context.nextId();
        this.context = context;
        this.clearance = clearance;
        this.link = new NumberConnection(number, partition, context, clearance);
        this.heads = new PrefetchBuffer(number, partition, id, context.settings().headsPerRecipient());
        this.pauses = new SendPauses(context.settings()::backoff, clearance, context.now());
        this.departures = new InFlight(context, heads, depth);
        this.picks = new CommandSelector(context, heads, departures, pauses);
        this.holding = new HoldProbing(context, link, heads, depth);
        this.standing = new LaneReport(context, link, heads, depth, departures, pauses, holding);
        this.consequences = new AnswerPolicy(context, link, heads, departures, pauses, holding);
    }

    /** Does what is due; answers when it wants to run again, or {@link Long#MAX_VALUE}. */
    long run() {
        long now = context.now();
        NumberState known = link.state();
        Budget paced = link.budget();
        if (idle() && !heads.any()) {
            depth.nothing();
        }
        if (known == null || paced == null) {
            return withoutConnection(now);
        }
        if (departures.leaving() || link.heldFor() != null) {
            worked = false;
            departures.withdrawAll();
            if (known.ended() && !departures.leaving()) {
                holding.over();
                if (heads.any()) {
                    endAll(Reason.CONNECTION_DISCONNECTED);
                }
            }
            return NEVER;
        }
        if (holding.shut(now)) {
            worked = false;
            departures.withdrawAll();
            return holding.probeAt();
        }
        holding.open(now);
        heads.unblock(now);
        if (works() && !worked) {
            paced.restedUntil(now);
        }
        boolean clear = clearance.clearAt() - now <= 0;
        if (clear && departures.write(paced)) {
            lastUsed = now;
        }
        long picking = picks.intend(known, paced, holding.most());
        worked = clear && works();
        if (!works() && idle()) {
            holding.nothingLeft();
        }
        long unblocked = heads.unblock(now);
        heads.wanted().forEach(wanted -> context.act(new NumberAction.Load(wanted)));
        long writing = Math.max(departures.writeAt(paced, now), clearance.clearAt());
        return Math.min(Math.min(unblocked, writing), picking);
    }

    private boolean works() {
        return departures.ahead() > 0 || heads.any();
    }

    private long withoutConnection(long now) {
        link.lookUp();
        long graceEnd = link.graceEnd();
        if (graceEnd == NEVER || !heads.any() || departures.leaving()) {
            return NEVER;
        }
        if (graceEnd - now > 0) {
            return graceEnd;
        }
        endAll(Reason.UNKNOWN_NUMBER);
        return NEVER;
    }

    private void endAll(Reason reason) {
        if (depth.ends()) {
            context.act(new NumberAction.EndAll(link.number(), link.partition(), reason));
        }
    }

    // ---- events

    /** Something happened to one of its requests. */
    void on(NumberEvent.OfAttempt event) {
        SendAttempt attempt = event.attempt();
        switch (event) {
            case NumberEvent.Intended _ -> departures.open(attempt);
            case NumberEvent.AlreadyEnded _ -> departures.drop(attempt);
            case NumberEvent.Withheld _ -> departures.withhold(attempt);
            case NumberEvent.Withdrawn _ -> departures.requeue(attempt);
            case NumberEvent.Ready _ -> departures.await(attempt);
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
                    heads.receive(page.wanted(), page.commands(), context.now());
                }
            }
            case NumberEvent.AllEnded _ -> clear();
            case NumberEvent.ConnectionChanged changed -> connect(changed.state());
        }
    }

    /** A command was stored. */
    void enqueue(Command command) {
        depth.arrived(command.priority());
        heads.arrived(command, context.now());
        holding.arrived(command, context.now());
    }

    /** So many commands of each priority are stored. */
    void restore(long[] counts) {
        for (Priority priority : Priority.values()) {
            long count = counts[priority.ordinal()];
            depth.is(priority, count);
            if (count > 0) {
                heads.somethingStored(priority);
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
        if (departures.cancel(command, outcome)) {
            return;
        }
        heads.remove(command);
        if (!counted) {
            depth.more(command.priority());
        }
        departures.finish(command, outcome, null);
    }

    /** Everything that waited was ended. */
    private void clear() {
        heads.clear();
        depth.ended();
        for (Priority priority : Priority.values()) {
            if (depth.of(priority) > 0) {
                heads.somethingStored(priority);
            }
        }
        departures.underway().forEach(attempt -> depth.more(attempt.command().priority()));
        link.lookUpAnew();
    }

    private void connect(@Nullable NumberState latest) {
        long now = context.now();
        if (latest == null) {
            link.notFound(now);
            return;
        }
        NumberState before = link.state();
        if (link.becomes(latest, now)) {
            pauses.over(now);
            holding.connection(before, latest, now);
            heads.sizeFor(Math.max(1, latest.perSecond()));
        }
    }

    /** The number received messages, or its owner wrote them; monotonic. */
    void countInbound(int messages, long at) {
        lastUsed = context.now();
        link.inbound(messages, at, lastUsed);
    }

    private void confirm(SendAttempt attempt, long at) {
        attempt.writtenAt(at);
        if (attempt.state() instanceof AttemptState.Gone gone) {
            departures.confirm(attempt, gone);
        }
    }

    private void holdBack(SendAttempt attempt, boolean byRing) {
        if (byRing) {
            context.act(new NumberAction.RaiseAlarm(NumberAction.Alarm.RING_REFUSED, link.number()));
        }
        if (attempt.state() instanceof AttemptState.Gone gone) {
            Budget paced = link.budget();
            if (paced != null) {
                paced.notSent(gone.place(), context.now());
            }
            departures.awaitAgain(attempt, gone);
        }
    }

    private void answer(SendAttempt attempt, MetaAnswer answer, long at) {
        lastUsed = context.now();
        switch (attempt.state()) {
            case AttemptState.Gone gone -> consequences.apply(attempt, gone, answer, at);
            case AttemptState.Ahead ahead -> {
                if (answer instanceof MetaAnswer.NotSent) {
                    pauses.pause(lastUsed);
                }
                departures.fail(attempt, ahead);
            }
            // The connection broke while the request was being taken back: it is, once.
            case AttemptState.Withdrawing _ -> {}
        }
    }

    /** Nothing new leaves from now on. */
    void leave() {
        departures.leave();
    }

    /** Another instance sends for this number now: nothing is recorded any more. */
    void lose() {
        departures.lose();
    }

    // ---- how it stands

    boolean knows(SendAttempt attempt) {
        return departures.underway().contains(attempt);
    }

    boolean idle() {
        return departures.underway().isEmpty();
    }

    boolean forgettable(long now) {
        return idle()
                && !heads.any()
                && holding.hold() == null
                && now - lastUsed > context.settings().idleFor().toNanos()
                && heads.forgettable(now);
    }

    int partition() {
        return link.partition();
    }

    LaneReport standing() {
        return standing;
    }
}
