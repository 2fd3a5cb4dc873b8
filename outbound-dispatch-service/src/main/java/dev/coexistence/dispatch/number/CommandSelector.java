package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.pacing.SendPauses;
import dev.coexistence.dispatch.recipient.PrefetchBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selects the next commands of a number by priority, early enough to make their intents durable.
 */
final class CommandSelector {
    private static final long NEVER = Long.MAX_VALUE;

    private final LaneContext context;
    private final PrefetchBuffer buffer;
    private final InFlight inFlight;
    private final SendPauses pauses;
    private final List<Priority> priorities;
    private int sinceBulk;

    /**
     * @param priorities what it selects from, the most urgent first
     */
    CommandSelector(
            LaneContext context,
            PrefetchBuffer buffer,
            InFlight inFlight,
            SendPauses pauses,
            List<Priority> priorities) {
        this.context = context;
        this.buffer = buffer;
        this.inFlight = inFlight;
        this.pauses = pauses;
        this.priorities = priorities;
    }

    /**
     * Makes the intents of what comes next durable; answers when there is more to do.
     *
     * @param most commands that may be under way at a time
     */
    long intend(NumberState through, Budget paced, int most) {
        long now = context.now();
        long horizon = context.horizon().nanos();
        long earliest = Math.max(paced.nextAt(now), pauses.end()) - horizon;
        if (earliest - now > 0) {
            return buffer.hasAny() ? earliest : NEVER;
        }
        int window = window(paced.effective(now), horizon);
        while (inFlight.ahead() < window && inFlight.attempts().size() < most) {
            Command command = pick(now);
            if (command == null) {
                return pauses.mayBulkGo(now) ? NEVER : pauses.bulkUntil();
            }
            begin(command, through, paced);
        }
        return NEVER;
    }

    private static int window(int perSecond, long horizon) {
        return (int) Math.clamp(perSecond * horizon / 1_000_000_000L, 2, 256);
    }

    private void begin(Command command, NumberState through, Budget paced) {
        Outcome.Rejected forbidden =
                ModeRules.refusal(through, command.content().type(), command.content().group());
        if (command.cancelled()) {
            inFlight.end(command, new Outcome.Cancelled());
        } else if (command.terms().expired(context.wallClock())) {
            inFlight.end(command, new Outcome.Expired());
        } else if (forbidden != null) {
            inFlight.end(command, forbidden);
        } else {
            inFlight.begin(command, through, paced);
        }
    }

    private @Nullable Command pick(long now) {
        boolean bulkMayGo = pauses.mayBulkGo(now);
        if (bulkMayGo
                && priorities.contains(Priority.BULK)
                && ++sinceBulk >= context.settings().bulkFloor()) {
            sinceBulk = 0;
            Command bulk = buffer.pick(Priority.BULK, now);
            if (bulk != null) {
                return bulk;
            }
        }
        for (Priority priority : priorities) {
            Command command =
                    priority == Priority.BULK && !bulkMayGo ? null : buffer.pick(priority, now);
            if (command != null) {
                if (priority == Priority.BULK) {
                    sinceBulk = 0;
                }
                return command;
            }
        }
        return null;
    }
}
