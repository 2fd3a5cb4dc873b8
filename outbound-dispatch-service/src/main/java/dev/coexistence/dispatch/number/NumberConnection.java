package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.pacing.InboundReserve;
import dev.coexistence.dispatch.pacing.SendClearance;
import org.jspecify.annotations.Nullable;

/** A number's connection as it stands, and its budget; nothing is known of either at first. */
final class NumberConnection {
    private static final long NEVER = Long.MAX_VALUE;

    private final String number;
    private final int partition;
    private final LaneContext context;
    private final InboundReserve reserve;
    private @Nullable NumberState state;
    private @Nullable Budget budget;
    private @Nullable Budget signals;
    private boolean lookedUp;
    private long graceEnd = NEVER;

    NumberConnection(String number, int partition, LaneContext context, SendClearance clearance) {
        this.number = number;
        this.partition = partition;
        this.context = context;
        this.reserve = new InboundReserve(clearance, context.now());
    }

    String number() {
        return number;
    }

    int partition() {
        return partition;
    }

    @Nullable NumberState state() {
        return state;
    }

    /** Known where the state is. */
    @Nullable Budget budget() {
        return budget;
    }

    /**
     * The budget of marks as read and typing: as many a second as messages, and none of theirs.
     * Known where the state is.
     */
    @Nullable Budget signals() {
        return signals;
    }

    /**
     * The connection as it now stands.
     *
     * @return false where something as new was known
     */
    boolean update(NumberState latest, long now) {
        if (state != null && !latest.newerThan(state)) {
            return false;
        }
        state = latest;
        int perSecond = Math.max(1, latest.perSecond());
        if (budget == null) {
            budget = new Budget(perSecond, context.pacing(), reserve, now);
        } else {
            budget.perSecond(perSecond, now);
        }
        if (signals == null) {
            signals = new Budget(perSecond, context.pacing(), now);
        } else {
            signals.perSecond(perSecond, now);
        }
        return true;
    }

    /** Messages came in then; they count also where the budget is not known yet. */
    void countInbound(int messages, long at, long now) {
        if (budget == null) {
            reserve.arrived(messages, at, now);
        } else {
            budget.inbound(messages, at, now);
        }
    }

    /** True where the connection is still the one that a request was made through. */
    boolean isSame(SendAttempt attempt) {
        return state != null && state.version() == attempt.through().version();
    }

    /** Reason of the connection's own that keeps everything back; null where messages may flow. */
    @Nullable String heldFor() {
        if (state == null) {
            return "UNKNOWN_NUMBER";
        }
        return state.ended() ? "CONNECTION_DISCONNECTED" : state.heldFor();
    }

    // ---- while nothing is known

    /** Asks for the connection, once. */
    void lookUp() {
        if (!lookedUp) {
            lookedUp = true;
            context.act(new NumberAction.LookUp(number, partition));
        }
    }

    /** No connection was found: it has a while to come. */
    void startGrace(long now) {
        if (state == null && graceEnd == NEVER) {
            graceEnd = now + context.settings().numberGrace().toNanos();
        }
    }

    /**
     * Time at which the commands of an unknown connection are given up; {@link Long#MAX_VALUE}
     * while it is looked up.
     */
    long graceEnd() {
        return graceEnd;
    }

    /**
     * The commands of an unknown connection were given up: the next one asks for the connection
     * again.
     */
    void resetLookUp() {
        if (state == null) {
            lookedUp = false;
            graceEnd = NEVER;
        }
    }
}
