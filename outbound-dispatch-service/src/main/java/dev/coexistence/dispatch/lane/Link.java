package dev.coexistence.dispatch.lane;

import dev.coexistence.dispatch.pacing.Budget;
import org.jspecify.annotations.Nullable;

/** A number's connection as it stands, and its budget; nothing is known of either at first. */
final class Link {
    private static final long NEVER = Long.MAX_VALUE;

    private final String number;
    private final int partition;
    private final LaneContext context;
    private @Nullable NumberState state;
    private @Nullable Budget budget;
    private boolean lookedUp;
    private long graceEnd = NEVER;

    Link(String number, int partition, LaneContext context) {
        this.number = number;
        this.partition = partition;
        this.context = context;
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
     * The connection as it now stands.
     *
     * @param quietUntil before which nothing leaves through it
     * @return false where something as new was known
     */
    boolean becomes(NumberState latest, long quietUntil, long now) {
        if (state != null && !latest.newerThan(state)) {
            return false;
        }
        state = latest;
        int perSecond = Math.max(1, latest.perSecond());
        if (budget == null) {
            budget = new Budget(perSecond, context.pacing(), now);
            budget.notBefore(quietUntil);
        } else {
            budget.perSecond(perSecond, now);
        }
        return true;
    }

    /** True where the connection is still the one that a request was made through. */
    boolean same(Attempt attempt) {
        return state != null && state.version() == attempt.through().version();
    }

    /** What of the connection's own keeps everything back; null where messages may flow. */
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
            context.actions().lookUp(number, partition);
        }
    }

    /** No connection was found: it has a while to come. */
    void notFound(long now) {
        if (state == null && graceEnd == NEVER) {
            graceEnd = now + context.settings().numberGrace().toNanos();
        }
    }

    /**
     * When what waits for an unknown connection is given up; {@link Long#MAX_VALUE} while it is
     * looked up.
     */
    long graceEnd() {
        return graceEnd;
    }

    /** What waited was given up: for what comes next the connection is asked for again. */
    void lookUpAnew() {
        if (state == null) {
            lookedUp = false;
            graceEnd = NEVER;
        }
    }
}
