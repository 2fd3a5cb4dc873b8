package dev.coexistence.dispatch.lane;

import dev.coexistence.dispatch.refusal.Hold;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whether Meta takes anything of a number at present. While it does not, one message tries the way
 * from time to time, and after each change of the connection; once one is taken a few go, then all.
 */
final class Holding {
    private static final long NEVER = Long.MAX_VALUE;

    /** Messages under way at a time, once one was taken; and as many have to be taken. */
    private static final int FEW = 4;

    private static final long FIRST_PROBE = 5_000_000_000L;

    /** How long a refused message lets those to other recipients try first. */
    private static final long OTHERS_FIRST = 1_000_000_000L;

    private final LaneContext context;
    private final Link link;
    private final Heads heads;
    private final Depth depth;
    private final Suspects suspects = new Suspects();
    private @Nullable Hold hold;
    private long probeAt;
    private long heldAt;
    private int taken;
    private boolean renewed;
    private boolean open;

    Holding(LaneContext context, Link link, Heads heads, Depth depth) {
        this.context = context;
        this.link = link;
        this.heads = heads;
        this.depth = depth;
    }

    /** How it stands; null where messages flow. */
    @Nullable Hold hold() {
        return hold;
    }

    /** True where nothing may leave now. */
    boolean shut(long now) {
        return hold != null && taken == 0 && (probeAt() == NEVER || probeAt - now > 0);
    }

    /** When the next message tries the way. */
    long probeAt() {
        return context.keeps(Rule.HELD_IS_PROBED) ? probeAt : NEVER;
    }

    /** The way is tried from now on, where it was not: first by others than were refused. */
    void open(long now) {
        if (hold != null && !open) {
            open = true;
            suspects.recipients().forEach(recipient -> heads.block(recipient, now + OTHERS_FIRST));
        }
    }

    /** Where only refused ones waited so far, another one soon tells whose fault it is. */
    void arrived(Command command, long now) {
        if (hold != null
                && suspects.size() <= FEW
                && waiting() <= suspects.size() + 1
                && !suspects.recipients().contains(command.recipient())
                && probeAt - now > 0) {
            long soon = heldAt + FIRST_PROBE;
            probeAt = soon - now > 0 ? Math.min(probeAt, soon) : now;
        }
    }

    /** How many may be under way at a time. */
    int most() {
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
    void connection(@Nullable NumberState before, NumberState latest, long now) {
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
    void taken(Attempt attempt) {
        suspects.taken(attempt);
        passed(attempt);
    }

    /** Meta took a message, or refused it for what it is: it looks at messages of the number. */
    void passed(Attempt attempt) {
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
    boolean refused(Attempt attempt, MetaRefusal refusal, long now) {
        boolean alone = suspects.alone(attempt) && context.keeps(Rule.REFUSED_ALONE_ENDS);
        if (alone) {
            if (taken == 0) {
                over();
            }
            return true;
        }
        if (!link.same(attempt)) {
            return false;
        }
        Hold held = hold;
        long version = attempt.through().version();
        suspects.numberRefused();
        if (held == null) {
            stop(Hold.begun(link.number(), link.partition(), refusal, version, time()), now);
            context.actions().alarm(LaneActions.Alarm.NUMBER_STOPPED, link.number());
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
            over();
        }
    }

    /** The hold has no meaning any more. */
    void over() {
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
        context.actions().hold(next, waiting());
    }

    private long waiting() {
        return Arrays.stream(depth.counts()).sum();
    }

    private Instant time() {
        return context.wallClock();
    }
}
