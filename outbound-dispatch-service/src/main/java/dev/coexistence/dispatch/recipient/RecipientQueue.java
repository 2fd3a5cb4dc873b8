package dev.coexistence.dispatch.recipient;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.command.WaitEstimate;
import dev.coexistence.dispatch.pacing.PairBudget;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** In-memory queue of one recipient of a number, with its pair limit and its order. */
final class RecipientQueue {
    private static final long FIRST_PAIR_PAUSE = 4_000_000_000L;
    private static final int LAST_PAIR_STEP = 5;

    /** Commands of one priority: the head of the queue, and the position in the table. */
    static final class Waiting {
        final ArrayDeque<Command> commands = new ArrayDeque<>();
        final PrefetchCursor cursor = new PrefetchCursor();
    }

    final String recipient;
    private final @Nullable Waiting[] waiting = new @Nullable Waiting[Priority.COUNT];
    private final PairBudget pair;
    private int inFlight;
    private long blockedUntil;
    private boolean blocked;
    private int pairRefusals;

    RecipientQueue(String recipient, long now) {
        this.recipient = recipient;
        this.pair = new PairBudget(now);
    }

    Waiting waiting(Priority priority) {
        Waiting of = waiting[priority.ordinal()];
        if (of == null) {
            of = new Waiting();
            waiting[priority.ordinal()] = of;
        }
        return of;
    }

    /** The first of that priority, where one is in memory. */
    @Nullable Command head(Priority priority) {
        Waiting of = waiting[priority.ordinal()];
        return of == null ? null : of.commands.peekFirst();
    }

    /** True where another of the recipient's goes first: an older one, or a more urgent one. */
    boolean hasBefore(Command command) {
        for (Priority priority : Priority.values()) {
            Command head = head(priority);
            int order = priority.compareTo(command.priority());
            if (head != null && (order < 0 || (order == 0 && head.seq() < command.seq()))) {
                return true;
            }
        }
        return false;
    }

    /** Wait that this recipient imposes on one of its commands; null where there is none. */
    @Nullable WaitEstimate estimateWait(Command command, long now) {
        if (isBusy() || hasBefore(command)) {
            return WaitEstimate.open(WaitEstimate.Cause.RECIPIENT_ORDER);
        }
        return blocked ? WaitEstimate.of(WaitEstimate.Cause.PAIR_LIMIT, blockedUntil - now) : null;
    }

    /** The oldest in memory. */
    @Nullable Command first() {
        Command first = null;
        for (Priority priority : Priority.values()) {
            Command head = head(priority);
            if (head != null && (first == null || head.seq() < first.seq())) {
                first = head;
            }
        }
        return first;
    }

    /**
     * Forgets what waits; answers how many priorities still have something under way from the
     * table.
     */
    int clear() {
        int loading = 0;
        for (Waiting of : waiting) {
            if (of != null) {
                of.commands.clear();
                of.cursor.clear();
                loading += of.cursor.hasMore() ? 1 : 0;
            }
        }
        return loading;
    }

    boolean isBusy() {
        return inFlight > 0;
    }

    void depart() {
        inFlight++;
    }

    void comeBack() {
        inFlight--;
    }

    boolean isBlocked() {
        return blocked;
    }

    long blockEnd() {
        return blockedUntil;
    }

    void block(long until) {
        blockedUntil = blocked && blockedUntil - until > 0 ? blockedUntil : until;
        blocked = true;
    }

    void unblock() {
        blocked = false;
    }

    PairBudget pair() {
        return pair;
    }

    /**
     * Nanoseconds to wait after one more refusal for too many messages to this recipient: 4 s, then
     * four times as long each time, five steps at most.
     */
    long backOffPair() {
        pairRefusals = Math.min(pairRefusals + 1, LAST_PAIR_STEP);
        return FIRST_PAIR_PAUSE << (2 * (pairRefusals - 1));
    }

    void forgetRefusals() {
        pairRefusals = 0;
    }

    /** True where nothing would be lost by forgetting it. */
    boolean isForgettable(long now) {
        if (isBusy() || blocked || pairRefusals > 0 || !pair.full(now)) {
            return false;
        }
        for (Waiting of : waiting) {
            if (of != null
                    && (!of.commands.isEmpty() || of.cursor.hasMore() || of.cursor.isLoading())) {
                return false;
            }
        }
        return true;
    }
}
