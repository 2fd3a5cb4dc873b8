package dev.coexistence.dispatch.lane;

import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.pacing.Clearance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One number: what of it is sent next, and when. Touched by one thread only. {@link #run} does all
 * that is due; every event is followed by one.
 */
final class Lane {
    private static final long NEVER = Long.MAX_VALUE;

    private final long id;
    private final LaneContext context;
    private final Clearance clearance;
    private final Link link;
    private final Heads heads;
    private final Depth depth = new Depth();
    private final Pauses pauses;
    private final Departures departures;
    private final Picks picks;
    private final Consequences consequences;
    private final Holding holding;
    private final Standing standing;
    private boolean worked;
    private long lastUsed;

    Lane(String number, int partition, LaneContext context, Clearance clearance) {
        this.id = context.nextId();
        this.context = context;
        this.clearance = clearance;
        this.link = new Link(number, partition, context, clearance);
        this.heads =
                new Heads(
                        number,
                        partition,
                        id,
                        context.settings().headsPerRecipient(),
                        context.keeps(Rule.RECIPIENT_ORDER));
        this.pauses = new Pauses(context.settings(), clearance, context.now());
        this.departures = new Departures(context, heads, depth);
        this.picks = new Picks(context, heads, departures, pauses);
        this.holding = new Holding(context, link, heads, depth);
        this.standing = new Standing(context, link, heads, depth, departures, pauses, holding);
        this.consequences = new Consequences(context, link, heads, departures, pauses, holding);
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
        heads.wanted().forEach(context.actions()::load);
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
            context.actions().end(link.number(), link.partition(), reason);
        }
    }

    // ---- events of the queue

    void arrived(Command command) {
        depth.arrived(command.priority());
        heads.arrived(command, context.now());
        holding.arrived(command, context.now());
    }

    void stored(long[] counts) {
        for (Priority priority : Priority.values()) {
            long count = counts[priority.ordinal()];
            depth.is(priority, count);
            if (count > 0) {
                heads.somethingStored(priority);
            }
        }
    }

    void loaded(HeadsWanted wanted, List<Command> commands) {
        if (wanted.lane() == id) {
            heads.loaded(wanted, commands, context.now());
        }
    }

    void intended(Attempt attempt) {
        departures.intended(attempt);
    }

    /** The queue says that the command ended already. */
    void refused(Attempt attempt) {
        departures.refused(attempt);
    }

    /** The command left the queue without leaving. */
    void withheld(Attempt attempt) {
        departures.withheld(attempt);
    }

    /** The intent is gone: the command waits as before. */
    void withdrawn(Attempt attempt) {
        departures.withdrawn(attempt);
    }

    /**
     * A command was taken back, proved or its time is over; nothing happens to one that may have
     * left.
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
    void allEnded() {
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

    // ---- events of the connection

    /** The connection as it now stands; null where none is known. */
    void connection(@Nullable NumberState latest) {
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

    void inbound(int messages, long at) {
        lastUsed = context.now();
        link.inbound(messages, at, lastUsed);
    }

    // ---- events of the wire

    void ready(Attempt attempt) {
        departures.ready(attempt);
    }

    void written(Attempt attempt, long nanos) {
        attempt.writtenAt(nanos);
        departures.confirmed(attempt);
        Budget paced = link.budget();
        if (paced != null && !context.keeps(Rule.LATENESS_WITHOUT_CAP)) {
            paced.answered(attempt.place(), nanos + LaneContext.LATENESS_CAP);
        }
    }

    /** The check at the socket said no, and nothing was written. */
    void heldBack(Attempt attempt, boolean byRing) {
        if (byRing) {
            context.actions().alarm(LaneActions.Alarm.RING_REFUSED, link.number());
        }
        Budget paced = link.budget();
        if (paced != null) {
            paced.notSent(attempt.place(), context.now());
        }
        departures.heldBack(attempt);
    }

    void answered(Attempt attempt, Answer answer, long at) {
        lastUsed = context.now();
        if (attempt.stage() == Attempt.Stage.GONE) {
            consequences.of(attempt, answer, at);
            return;
        }
        if (answer instanceof Answer.NotSent) {
            pauses.pause(lastUsed);
        }
        departures.failed(attempt);
    }

    void leave() {
        departures.leave();
    }

    /** Another instance sends for this number now: nothing is recorded any more. */
    void lost() {
        departures.lost();
    }

    // ---- how it stands

    boolean knows(Attempt attempt) {
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

    Standing standing() {
        return standing;
    }
}
