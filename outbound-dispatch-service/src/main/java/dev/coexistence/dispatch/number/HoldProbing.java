package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.QueueDepth;
import dev.coexistence.dispatch.recipient.PrefetchBuffer;
import dev.coexistence.dispatch.refusal.Hold;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * State of a number that Meta may refuse. While it does, one message tries the way from time to
 * time, and after each change of the connection; once one is taken a few go, then all.
 */
final class HoldProbing implements AnswerPolicy.Evidence {
    /** Messages under way at a time, once one was taken; and as many have to be taken. */
    private static final int FEW = 4;

    private static final long FIRST_PROBE = 5_000_000_000L;

    /** Nanoseconds for which a refused message lets those to other recipients try first. */
    private static final long OTHERS_FIRST = 1_000_000_000L;

    private final LaneContext context;
    private final NumberConnection connection;
    private final PrefetchBuffer buffer;
    private final QueueDepth depth;
    private final RefusedMessages refusals = new RefusedMessages();
    private @Nullable Hold hold;
    private long probeAt;
    private long heldAt;
    private int taken;
    private boolean renewed;
    private boolean open;

    HoldProbing(
            LaneContext context,
            NumberConnection connection,
            PrefetchBuffer buffer,
            QueueDepth depth) {
        this.context = context;
        this.connection = connection;
        this.buffer = buffer;
        this.depth = depth;
    }

    /** The hold in force; null where messages flow. */
    @Nullable Hold hold() {
        return hold;
    }

    /** True where nothing may leave now. */
    boolean isShut(long now) {
        return hold != null && taken == 0 && probeAt - now > 0;
    }

    /** Time at which the next message tries the way. */
    long probeAt() {
        return probeAt;
    }

    /** The way is tried from now on, where it was not: first by others than were refused. */
    void start(long now) {
        if (hold != null && !open) {
            open = true;
            refusals.recipients().forEach(recipient -> buffer.block(recipient, now + OTHERS_FIRST));
        }
    }

    /**
     * A command was stored. If only refused ones waited so far, it soon shows whose fault that is.
     */
    void onArrived(Command command, long now) {
        if (hold != null
                && refusals.size() <= FEW
                && waiting() <= refusals.size() + 1
                && !refusals.recipients().contains(command.recipient())
                && probeAt - now > 0) {
            long soon = heldAt + FIRST_PROBE;
            probeAt = soon - now > 0 ? Math.min(probeAt, soon) : now;
        }
    }

    /** Limit of requests under way at a time. */
    int limit() {
        if (hold == null) {
            return Integer.MAX_VALUE;
        }
        return taken == 0 ? 1 : FEW;
    }

    /**
     * The connection as it now stands: through a new one the way is tried at once.
     *
     * @param before null where nothing was known: then what was stored of a hold counts
     */
    void onConnection(@Nullable NumberState before, NumberState latest, long now) {
        if (before == null) {
            hold = latest.hold();
            heldAt = now - 1;
            Instant next = hold == null ? null : hold.nextProbeAt();
            probeAt = next == null ? now : now + sinceNow(next);
            renewed = hold != null && hold.connectionVersion() < latest.version();
        } else {
            renewed |= latest.renews(before);
        }
        if (before != null || renewed) {
            probeAt = now;
        }
    }

    private long sinceNow(Instant next) {
        Duration left = Duration.between(context.wallClock(), next);
        return Math.clamp(left.toNanos(), 0, Duration.ofHours(1).toNanos());
    }

    /** Meta took a message. */
    @Override
    public void onTaken(SendAttempt attempt) {
        refusals.forget(attempt);
        onPassed(attempt);
    }

    /** Meta took a message, or refused it for what it is: it looks at messages of the number. */
    @Override
    public void onPassed(SendAttempt attempt) {
        Hold held = hold;
        if (held == null || attempt.begunAt() - heldAt <= 0) {
            return;
        }
        taken++;
        if (taken == 1) {
            becomes(held.passed());
        } else if (taken > FEW) {
            becomes(held.released());
        }
    }

    /**
     * Meta refused a message as if it took nothing of the number.
     *
     * @return true where it is the message's own fault, and ends it
     */
    @Override
    public boolean onRefused(SendAttempt attempt, MetaRefusal refusal, long now) {
        boolean alone = refusals.isRefusedAlone(attempt);
        if (alone) {
            if (taken == 0) {
                release();
            }
            return true;
        }
        if (!connection.isSame(attempt)) {
            return false;
        }
        Hold held = hold;
        long version = attempt.through().version();
        refusals.forgetAvoided();
        if (held == null) {
            stop(
                    Hold.begun(
                            connection.number(), connection.partition(), refusal, version, time()),
                    now);
            context.act(
                    new NumberAction.RaiseAlarm(
                            NumberAction.Alarm.NUMBER_STOPPED, connection.number()));
        } else if (attempt.begunAt() - heldAt > 0) {
            stop(held.refusedAgain(refusal, version, time()), now);
        }
        return false;
    }

    private void stop(Hold next, long now) {
        taken = 0;
        renewed = false;
        open = false;
        heldAt = now;
        Instant probe = next.nextProbeAt();
        probeAt = probe == null ? now : now + sinceNow(probe);
        becomes(next);
    }

    /** Nothing waits that could try the way: what speaks for it counts. */
    void nothingLeft() {
        if (hold != null && (taken > 0 || renewed)) {
            release();
        }
    }

    /** The hold has no meaning any more. */
    void release() {
        if (hold != null) {
            becomes(hold.released());
        }
    }

    private void becomes(Hold next) {
        hold = next.stage() == Hold.Stage.RELEASED ? null : next;
        if (hold == null) {
            taken = 0;
            renewed = false;
        }
        context.act(new NumberAction.KeepHold(next, waiting()));
    }

    private long waiting() {
        return depth.messages();
    }

    private Instant time() {
        return context.wallClock();
    }
}
