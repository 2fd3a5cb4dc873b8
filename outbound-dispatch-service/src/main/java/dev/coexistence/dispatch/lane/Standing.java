package dev.coexistence.dispatch.lane;

import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.refusal.Hold;
import org.jspecify.annotations.Nullable;

/** How a number stands, for those who ask. */
final class Standing {
    private final LaneContext context;
    private final Link link;
    private final Heads heads;
    private final Depth depth;
    private final Departures departures;
    private final Pauses pauses;
    private final Holding holding;

    Standing(
            LaneContext context,
            Link link,
            Heads heads,
            Depth depth,
            Departures departures,
            Pauses pauses,
            Holding holding) {
        this.context = context;
        this.link = link;
        this.heads = heads;
        this.depth = depth;
        this.departures = departures;
        this.pauses = pauses;
        this.holding = holding;
    }

    /** What one of its commands waits for, with so many of its own priority before it. */
    Wait waits(Command command, long before) {
        long now = context.now();
        Budget paced = link.budget();
        if (paced == null || departures.leaving() || heldFor() != null) {
            return Wait.open(Wait.Cause.HELD);
        }
        if (pauses.clearAt() == Long.MAX_VALUE) {
            // Nobody can tell when it is known what came in.
            return Wait.open(Wait.Cause.HELD);
        }
        long pause = pauses.left(command.priority(), now);
        if (pause > 0) {
            return Wait.of(Wait.Cause.HELD, pause);
        }
        Wait recipient = heads.waits(command, now);
        if (recipient != null) {
            return recipient;
        }
        double ahead = Math.min(before, depth.of(command.priority()));
        long next = Math.min(paced.nextAt(now) - now, context.pacing().guardedWindow());
        return Wait.turn(
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
