package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.QueueDepth;
import dev.coexistence.dispatch.command.WaitEstimate;
import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.pacing.SendPauses;
import dev.coexistence.dispatch.refusal.Hold;
import org.jspecify.annotations.Nullable;

/** Reports on one number, for the API and the metrics. */
final class LaneReport {
    private final LaneContext context;
    private final NumberConnection connection;
    private final QueueDepth depth;
    private final SendingLine messages;
    private final HoldProbing probing;

    LaneReport(
            LaneContext context,
            NumberConnection connection,
            QueueDepth depth,
            SendingLine messages,
            HoldProbing probing) {
        this.context = context;
        this.connection = connection;
        this.depth = depth;
        this.messages = messages;
        this.probing = probing;
    }

    /** Wait of one of its commands, with so many of its own priority before it. */
    WaitEstimate estimateWait(Command command, long before) {
        long now = context.now();
        Budget paced = connection.budget();
        if (paced == null || messages.inFlight().leaving() || heldFor() != null) {
            return WaitEstimate.open(WaitEstimate.Cause.HELD);
        }
        SendPauses pauses = messages.pauses();
        if (pauses.clearAt() == Long.MAX_VALUE) {
            // Nobody can tell when it is known what came in.
            return WaitEstimate.open(WaitEstimate.Cause.HELD);
        }
        long pause = pauses.remaining(command.priority(), now);
        if (pause > 0) {
            return WaitEstimate.of(WaitEstimate.Cause.HELD, pause);
        }
        WaitEstimate recipient = messages.buffer().waits(command, now);
        if (recipient != null) {
            return recipient;
        }
        double ahead = Math.min(before, depth.count(command.priority()));
        long next = Math.min(paced.nextAt(now) - now, context.pacing().guardedWindow());
        return WaitEstimate.turn(
                ahead + depth.countAbove(command.priority()),
                paced.effective(now),
                Math.max(next, pauses.clearAt() - now));
    }

    private @Nullable String heldFor() {
        Hold hold = probing.hold();
        String own = connection.heldFor();
        return own != null || hold == null ? own : hold.name();
    }

    LaneView view() {
        long now = context.now();
        Budget paced = connection.budget();
        NumberState known = connection.state();
        return new LaneView(
                connection.number(),
                depth.counts(),
                messages.buffer().oldest(),
                heldFor(),
                probing.hold(),
                known == null ? "unknown" : known.mode(),
                paced == null ? 0 : paced.perSecond(),
                paced == null ? 0 : paced.effective(now),
                paced == null ? 0 : paced.reserved(),
                paced == null ? 0 : paced.guard().inWindow(now),
                paced == null ? 0 : paced.counted(now),
                paced == null ? 0 : paced.leftLastMinute(now),
                paced == null ? 0 : paced.cameInLastMinute(now),
                messages.inFlight().attempts().size());
    }
}
