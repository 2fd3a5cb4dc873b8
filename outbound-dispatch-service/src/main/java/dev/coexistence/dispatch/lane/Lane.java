package dev.coexistence.dispatch.lane;

import dev.coexistence.dispatch.pacing.Budget;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One number: what of it is sent next, and when. Touched by one thread only. {@link #run} does all
 * that is due; every event is followed by one.
 */
final class Lane {
    private static final long NEVER = Long.MAX_VALUE;

    /** What was picked first leaves first: the pick has weighed the priorities. */
    private static final Comparator<Attempt> PICKED_FIRST = Comparator.comparingLong(Attempt::id);

    private final String number;
    private final int partition;
    private final long id;
    private final LaneContext context;
    private final Heads heads;
    private final long[] depth = new long[Priority.COUNT];
    private final long[] whileEnding = new long[Priority.COUNT];
    private final PriorityQueue<Attempt> ready = new PriorityQueue<>(PICKED_FIRST);
    private final Set<Attempt> underway = new LinkedHashSet<>();
    private @Nullable NumberState state;
    private @Nullable Budget budget;
    private boolean asked;
    private boolean ending;
    private boolean leaving;
    private long graceEnd = NEVER;
    private long quietUntil;
    private long pausedUntil;
    private long bulkPausedUntil;
    private int pauses;
    private int sinceBulk;
    private int ahead;
    private int writing;
    private boolean worked;
    private long lastUsed;

    Lane(String number, int partition, LaneContext context, long quietUntil) {
        this.number = number;
        this.partition = partition;
        this.id = context.nextId();
        this.context = context;
        this.quietUntil = quietUntil;
        this.pausedUntil = context.now();
        this.bulkPausedUntil = pausedUntil;
        this.heads =
                new Heads(
                        number,
                        partition,
                        id,
                        context.settings().headsPerRecipient(),
                        context.keeps(Rule.RECIPIENT_ORDER));
    }

    /** Does what is due; answers when it wants to run again, or {@link Long#MAX_VALUE}. */
    long run() {
        long now = context.now();
        NumberState known = state;
        Budget paced = budget;
        if (underway.isEmpty() && !heads.any()) {
            Arrays.fill(depth, 0);
        }
        if (known == null || paced == null) {
            return withoutConnection(now);
        }
        if (leaving || known.ended() || known.heldFor() != null) {
            worked = false;
            withdrawReady();
            if (known.ended() && heads.any() && !ending && !leaving) {
                ending = true;
                context.actions().end(number, partition, Reason.CONNECTION_DISCONNECTED);
            }
            return NEVER;
        }
        heads.unblock(now);
        boolean works = ahead > 0 || heads.any();
        if (works && !worked) {
            paced.restedUntil(now);
        }
        write(paced);
        long picking = intend(paced);
        worked = ahead > 0 || heads.any();
        long unblocked = heads.unblock(now);
        heads.wanted().forEach(context.actions()::load);
        long writing = ready.isEmpty() ? NEVER : writeAt(paced, now);
        return Math.min(Math.min(unblocked, writing), picking);
    }

    private long withoutConnection(long now) {
        if (!asked) {
            asked = true;
            context.actions().lookUp(number, partition);
        }
        if (graceEnd == NEVER || !heads.any() || leaving) {
            return NEVER;
        }
        if (graceEnd - now > 0) {
            return graceEnd;
        }
        if (!ending) {
            ending = true;
            context.actions().end(number, partition, Reason.UNKNOWN_NUMBER);
        }
        return NEVER;
    }

    private long writeAt(Budget paced, long now) {
        if (!paces()) {
            return now;
        }
        if (writing >= writingAtOnce(paced, now)) {
            return NEVER;
        }
        return Math.max(paced.nextAt(now), context.writableAt(now));
    }

    private void write(Budget paced) {
        while (!ready.isEmpty()) {
            Attempt attempt = ready.element();
            if (attempt.command().terms().expired(context.wallClock())) {
                ready.remove();
                context.actions().close(attempt);
                withdraw(attempt, null);
                continue;
            }
            long now = context.now();
            if (context.writableAt(now) - now > 0 || !maySend(paced, now)) {
                return;
            }
            ready.remove();
            lastUsed = now;
            ahead--;
            writing++;
            attempt.go(now, paced.place());
            context.actions().write(attempt);
        }
    }

    private boolean maySend(Budget paced, long now) {
        if (!paces()) {
            return true;
        }
        return writing < writingAtOnce(paced, now) && paced.tryTake(now);
    }

    private boolean paces() {
        return context.keeps(Rule.PACE) && context.pacing().enabled();
    }

    /** What the socket has not taken yet, so that a stall of it ends without a clump. */
    private static int writingAtOnce(Budget paced, long now) {
        return 2 + paced.effective(now) / 10;
    }

    private void confirmed(Attempt attempt) {
        if (attempt.confirm()) {
            writing--;
        }
    }

    /** Makes the intents of what comes next durable; answers when there is more to do. */
    private long intend(Budget paced) {
        long now = context.now();
        long horizon = context.horizon().nanos();
        long earliest = Math.max(paced.nextAt(now), Math.max(pausedUntil, quietUntil)) - horizon;
        if (earliest - now > 0) {
            return heads.any() ? earliest : NEVER;
        }
        int window = window(paced.effective(now), horizon);
        while (ahead < window) {
            Command command = pick(now);
            if (command == null) {
                return bulkPausedUntil - now > 0 ? bulkPausedUntil : NEVER;
            }
            begin(command);
        }
        return NEVER;
    }

    private static int window(int perSecond, long horizon) {
        return (int) Math.clamp(perSecond * horizon / 1_000_000_000L, 2, 256);
    }

    private void begin(Command command) {
        NumberState through = state;
        Budget paced = budget;
        if (through == null || paced == null) {
            heads.putBack(command);
        } else if (command.cancelled()) {
            ended(command, new Outcome.Cancelled());
        } else if (command.terms().expired(context.wallClock())) {
            ended(command, new Outcome.Expired());
        } else if (ModeRules.forbids(through, command.content().type())) {
            ended(command, forbidden(through));
        } else {
            Attempt attempt = new Attempt(command, context.nextId(), through, paced.guard());
            attempt.begunAt(context.now());
            underway.add(attempt);
            ahead++;
            if (context.keeps(Rule.INTENT_FIRST)) {
                context.actions().intend(attempt);
            } else {
                intended(attempt);
            }
        }
    }

    static Outcome.Rejected forbidden(NumberState state) {
        return new Outcome.Rejected(
                Reason.MODE_FORBIDS,
                null,
                "Policy edition " + state.edition() + " switches it off");
    }

    private void ended(Command command, Outcome outcome) {
        heads.done(command, false);
        finish(command, outcome, null);
    }

    private @Nullable Command pick(long now) {
        boolean bulkAllowed = bulkPausedUntil - now <= 0;
        if (bulkAllowed && ++sinceBulk >= context.settings().bulkFloor()) {
            sinceBulk = 0;
            Command bulk = heads.pick(Priority.BULK, now);
            if (bulk != null) {
                return bulk;
            }
        }
        for (Priority priority : Priority.values()) {
            Command command =
                    priority == Priority.BULK && !bulkAllowed ? null : heads.pick(priority, now);
            if (command != null) {
                if (priority == Priority.BULK) {
                    sinceBulk = 0;
                }
                return command;
            }
        }
        return null;
    }

    // ---- events

    void arrived(Command command) {
        depth[command.priority().ordinal()]++;
        if (ending) {
            whileEnding[command.priority().ordinal()]++;
        }
        heads.arrived(command, context.now());
    }

    void stored(long[] counts) {
        for (Priority priority : Priority.values()) {
            long count = counts[priority.ordinal()];
            depth[priority.ordinal()] = count;
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

    /** The connection as it now stands; null where none is known. */
    void connection(@Nullable NumberState latest) {
        long now = context.now();
        if (latest == null) {
            if (state == null && graceEnd == NEVER) {
                graceEnd = now + context.settings().numberGrace().toNanos();
            }
            return;
        }
        if (state != null && !latest.newerThan(state)) {
            return;
        }
        state = latest;
        pausedUntil = now;
        pauses = 0;
        int perSecond = Math.max(1, latest.perSecond());
        heads.sizeFor(perSecond);
        if (budget == null) {
            budget = new Budget(perSecond, context.pacing(), now);
            budget.notBefore(quietUntil);
        } else {
            budget.perSecond(perSecond, now);
        }
    }

    void intended(Attempt attempt) {
        context.horizon().durableAfter(context.now() - attempt.begunAt());
        if (attempt.unwanted() || leaving) {
            withdraw(attempt, null);
        } else {
            attempt.stage(Attempt.Stage.OPENING);
            context.actions().open(attempt);
        }
    }

    /** The queue says that the command ended already. */
    void refused(Attempt attempt) {
        ahead--;
        underway.remove(attempt);
        heads.done(attempt.command(), false);
    }

    void ready(Attempt attempt) {
        if (attempt.unwanted() || leaving) {
            context.actions().close(attempt);
            withdraw(attempt, null);
        } else {
            attempt.stage(Attempt.Stage.READY);
            ready.add(attempt);
        }
    }

    void written(Attempt attempt, long nanos) {
        attempt.writtenAt(nanos);
        confirmed(attempt);
        if (budget != null) {
            budget.written(attempt.place(), nanos);
        }
    }

    /** The check at the socket said no, and nothing was written. */
    void heldBack(Attempt attempt, boolean byRing) {
        if (byRing) {
            context.actions().alarm(LaneActions.Alarm.RING_REFUSED, number);
        }
        confirmed(attempt);
        if (budget != null) {
            budget.notSent(attempt.place(), context.now());
        }
        ahead++;
        ready(attempt);
    }

    void answered(Attempt attempt, Answer answer) {
        long now = context.now();
        lastUsed = now;
        if (attempt.stage() != Attempt.Stage.GONE) {
            ready.remove(attempt);
            if (answer instanceof Answer.NotSent) {
                pause(now);
            }
            withdraw(attempt, null);
            return;
        }
        confirmed(attempt);
        tell(budget, attempt, answer, now);
        Command command = attempt.command();
        switch (answer) {
            case Answer.Taken taken -> {
                pauses = 0;
                settle(attempt, true);
                finish(command, taken.accepted(), attempt);
            }
            case Answer.NotSent _ -> {
                pause(now);
                takeBack(attempt, command.attempts(), null);
            }
            case Answer.Doubtful doubtful -> doubt(attempt, doubtful.reason());
            case Answer.Refused refused -> refused(attempt, refused.refusal(), now);
        }
    }

    private static void tell(@Nullable Budget paced, Attempt attempt, Answer answer, long now) {
        if (paced == null) {
            return;
        }
        switch (answer) {
            case Answer.Taken _, Answer.Refused _ -> paced.answered(attempt.place(), now);
            case Answer.NotSent _ -> paced.notSent(attempt.place(), now);
            case Answer.Doubtful _ -> {
                // Its place counts as it was written.
            }
        }
    }

    private void refused(Attempt attempt, MetaRefusal refusal, long now) {
        Command command = attempt.command();
        int attempts = command.attempts() + 1;
        switch (SendErrors.ruling(refusal)) {
            case SLOWER -> {
                if (budget != null) {
                    budget.refused(attempt.writtenAt(), now);
                }
                takeBack(attempt, attempts, null);
            }
            case PAIR -> {
                heads.pairRefused(command.recipient(), now);
                takeBack(attempt, attempts, null);
            }
            case AGAIN -> {
                pause(now);
                takeBack(attempt, attempts, null);
            }
            case RETRY, RETRY_IF_REFUSED -> {
                if (attempts >= context.settings().maxAttempts()) {
                    reject(attempt, Reason.GAVE_UP, refusal);
                } else {
                    heads.block(command.recipient(), now + context.settings().backoff(attempts));
                    takeBack(attempt, attempts, null);
                }
            }
            case WAIT_AN_HOUR -> {
                bulkPausedUntil = now + Duration.ofHours(1).toNanos();
                later(attempt, refusal, Duration.ofHours(1));
            }
            case WAIT_A_DAY -> later(attempt, refusal, Duration.ofDays(1));
            case WAIT_THREE_DAYS -> later(attempt, refusal, Duration.ofDays(3));
            case NEVER -> reject(attempt, Reason.META_REFUSED, refusal);
            case STOP -> {
                stop(attempt, refusal);
                takeBack(attempt, attempts, null);
            }
            case DOUBT -> doubt(attempt, Reason.SERVER_ERROR);
            case UNHEARD_OF -> {
                context.actions().alarm(LaneActions.Alarm.CODE_UNKNOWN, number);
                reject(attempt, Reason.META_CODE_UNKNOWN, refusal);
            }
        }
    }

    private void doubt(Attempt attempt, Reason reason) {
        if (!context.keeps(Rule.DOUBT_IS_NOT_RESENT)) {
            takeBack(attempt, attempt.command().attempts() + 1, null);
            return;
        }
        depth[attempt.command().priority().ordinal()]--;
        settle(attempt, false);
        context.actions().doubt(attempt, reason);
    }

    private void stop(Attempt attempt, MetaRefusal refusal) {
        NumberState through = attempt.through();
        if (state != null && state.version() == through.version() && state.heldFor() == null) {
            state = state.stopped(refusal.code());
            context.actions().stop(state, partition, refusal);
            context.actions().alarm(LaneActions.Alarm.NUMBER_STOPPED, number);
        }
    }

    private void later(Attempt attempt, MetaRefusal refusal, Duration wait) {
        Command command = attempt.command();
        Instant again = context.wallClock().plus(wait);
        Instant end = command.terms().expiresAt();
        int attempts = command.attempts() + 1;
        if (attempts >= context.settings().maxAttempts() || (end != null && !end.isAfter(again))) {
            reject(attempt, Reason.META_ASKS_TO_WAIT, refusal);
        } else {
            depth[command.priority().ordinal()]--;
            takeBack(attempt, attempts, again);
        }
    }

    private void reject(Attempt attempt, Reason reason, MetaRefusal refusal) {
        settle(attempt, false);
        finish(
                attempt.command(),
                new Outcome.Rejected(reason, refusal, refusal.details()),
                attempt);
    }

    /** Several failures of one moment count once. */
    private void pause(long now) {
        if (pausedUntil - now <= 0) {
            pauses++;
            pausedUntil = now + context.settings().backoff(pauses);
        }
    }

    private void settle(Attempt attempt, boolean accepted) {
        underway.remove(attempt);
        heads.done(attempt.command(), accepted);
    }

    private void finish(Command command, Outcome outcome, @Nullable Attempt attempt) {
        depth[command.priority().ordinal()]--;
        context.actions().finish(command, outcome, attempt);
    }

    /** Withdraws what has not been written. */
    private void withdraw(Attempt attempt, @Nullable Instant notBefore) {
        ahead--;
        takeBack(attempt, attempt.command().attempts(), notBefore);
    }

    private void takeBack(Attempt attempt, int attempts, @Nullable Instant notBefore) {
        attempt.stage(Attempt.Stage.WITHDRAWING);
        attempt.again(attempts, notBefore == null);
        context.actions().withdraw(attempt, attempts, notBefore);
    }

    private void withdrawReady() {
        for (Attempt attempt : underway) {
            attempt.unwant();
        }
        while (!ready.isEmpty()) {
            Attempt attempt = ready.remove();
            context.actions().close(attempt);
            withdraw(attempt, null);
        }
    }

    /** The intent is gone: the command waits as before. */
    void withdrawn(Attempt attempt) {
        underway.remove(attempt);
        Command command = attempt.command().attempted(attempt.attempts());
        if (!attempt.waitsAgain()) {
            heads.done(command, false);
        } else if (attempt.cancelled()) {
            ended(command, new Outcome.Cancelled());
        } else {
            heads.putBack(command);
        }
    }

    /** A command was taken back, or its time is over; nothing happens to one that may have left. */
    void endIfWaiting(Command command, Outcome outcome, boolean counted) {
        for (Attempt attempt : underway) {
            if (attempt.command().id().equals(command.id())) {
                if (attempt.stage() != Attempt.Stage.GONE && outcome instanceof Outcome.Cancelled) {
                    attempt.cancel();
                    if (ready.remove(attempt)) {
                        context.actions().close(attempt);
                        withdraw(attempt, null);
                    }
                }
                return;
            }
        }
        heads.remove(command);
        if (!counted) {
            depth[command.priority().ordinal()]++;
        }
        finish(command, outcome, null);
    }

    /** Everything that waited was ended. */
    void allEnded() {
        ending = false;
        heads.clear();
        for (Priority priority : Priority.values()) {
            long late = whileEnding[priority.ordinal()];
            whileEnding[priority.ordinal()] = 0;
            depth[priority.ordinal()] = late;
            if (late > 0) {
                heads.somethingStored(priority);
            }
        }
        for (Attempt attempt : underway) {
            depth[attempt.command().priority().ordinal()]++;
        }
        if (state == null) {
            asked = false;
            graceEnd = NEVER;
        }
    }

    void leave() {
        leaving = true;
        withdrawReady();
    }

    /**
     * Another instance sends for this number now: what is open is closed, and nothing is recorded.
     */
    void lost() {
        ready.forEach(context.actions()::close);
        ready.clear();
    }

    void inbound(int messages) {
        lastUsed = context.now();
        if (budget != null) {
            budget.inbound(messages, lastUsed);
        }
    }

    boolean knows(Attempt attempt) {
        return underway.contains(attempt);
    }

    boolean idle() {
        return underway.isEmpty();
    }

    boolean forgettable(long now) {
        return idle()
                && !heads.any()
                && now - lastUsed > context.settings().idleFor().toNanos()
                && heads.forgettable(now);
    }

    int partition() {
        return partition;
    }

    @Nullable Budget budget() {
        return budget;
    }

    LaneView view() {
        long now = context.now();
        Budget paced = budget;
        NumberState known = state;
        return new LaneView(
                number,
                Arrays.stream(depth).map(count -> Math.max(0, count)).toArray(),
                heads.oldest(),
                known == null
                        ? "UNKNOWN_NUMBER"
                        : known.ended() ? "CONNECTION_DISCONNECTED" : known.heldFor(),
                known == null ? "unknown" : known.mode(),
                paced == null ? 0 : paced.perSecond(),
                paced == null ? 0 : paced.effective(now),
                paced == null ? 0 : paced.reserved(),
                paced == null ? 0 : paced.guard().inWindow(now),
                paced == null ? 0 : paced.counted(now),
                underway.size());
    }
}
