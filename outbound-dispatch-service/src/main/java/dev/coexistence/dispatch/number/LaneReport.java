package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.pacing.SendPauses;
import dev.coexistence.dispatch.recipient.PrefetchBuffer;
import dev.coexistence.dispatch.command.QueueDepth;
import dev.coexistence.dispatch.command.WaitEstimate;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.refusal.Hold;
import org.jspecify.annotations.Nullable;

/** How a number stands, for those who ask. */
final class LaneReport {
    private final LaneContext context;
    private final NumberConnection link;
    private final PrefetchBuffer heads;
    private final QueueDepth depth;
    private final InFlight departures;
    private final SendPauses pauses;
    private final HoldProbing holding;

    LaneReport(
            LaneContext context,
            NumberConnection link,
            PrefetchBuffer heads,
            QueueDepth depth,
            InFlight departures,
            SendPauses pauses,
            HoldProbing holding) {
        this.context = context;
        this.link = link;
        this.heads = heads;
        this.depth = depth;
        this.departures = departures;
        this.pauses = pauses;
        this.holding = holding;
    }

    /** What one of its commands waits for, with so many of its own priority before it. */
    WaitEstimate waits(Command command, long before) {
        long now = context.now();
        Budget paced = link.budget();
        if (paced == null || departures.leaving() || heldFor() != null) {
            return WaitEstimate.open(WaitEstimate.Cause.HELD);
        }
        if (pauses.clearAt() == Long.MAX_VALUE) {
            // Nobody can tell when it is known what came in.
            return WaitEstimate.open(WaitEstimate.Cause.HELD);
        }
        long pause = pauses.left(command.priority(), now);
        if (pause > 0) {
            return WaitEstimate.of(WaitEstimate.Cause.HELD, pause);
        }
        WaitEstimate recipient = heads.waits(command, now);
        if (recipient != null) {
            return recipient;
        }
        double ahead = Math.min(before, depth.of(command.priority()));
        long next = Math.min(paced.nextAt(now) - now, context.pacing().guardedWindow());
        return WaitEstimate.turn(
                ahead + depth.above(command.priority()),
                paced.effective(now),
                Math.max(next, pauses.clearAt() - now));
    }

    private @Nullable String heldFor() {
        Hold hold = holding.hold();
        String own = link.heldFor();
        return own != null || hold == null ? own : hold.name();
    }

    LaneView view() {
        long now = context.now();
        Budget paced = link.budget();
        NumberState known = link.state();
        return new LaneView(
                link.number(),
                depth.counts(),
                heads.oldest(),
                heldFor(),
                holding.hold(),
                known == null ? "unknown" : known.mode(),
                paced == null ? 0 : paced.perSecond(),
                paced == null ? 0 : paced.effective(now),
                paced == null ? 0 : paced.reserved(),
                paced == null ? 0 : paced.guard().inWindow(now),
                paced == null ? 0 : paced.counted(now),
                departures.underway().size());
    }
}
