package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.command.QueueDepth;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.pacing.SendClearance;
import dev.coexistence.dispatch.recipient.PrefetchBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One number: what of it is sent next, and when. Touched by one thread only. {@link #run} does all
 * that is due; every event is followed by one.
 */
final class NumberLane {
    private static final long NEVER = Long.MAX_VALUE;

    /** Signals under way at a time: they are worth no crowd of requests. */
    private static final int SIGNALS_AT_ONCE = 16;

    private final long id;
    private final LaneContext context;
    private final NumberConnection connection;
    private final QueueDepth depth = new QueueDepth();
    private final SendingLine messages;
    private final SendingLine signals;
    private final HoldProbing probing;
    private final LaneReport report;
    private long lastUsed;

    NumberLane(String number, int partition, LaneContext context, SendClearance clearance) {
        this.id = context.nextId();
        this.context = context;
        this.connection = new NumberConnection(number, partition, context, clearance);
        PrefetchBuffer buffer = buffer(number, partition);
        this.probing = new HoldProbing(context, connection, buffer, depth);
        this.messages =
                SendingLine.ofMessages(context, connection, clearance, buffer, depth, probing);
        this.signals =
                SendingLine.ofSignals(
                        context, connection, clearance, buffer(number, partition), depth);
        this.report = new LaneReport(context, connection, depth, messages, probing);
    }

    private PrefetchBuffer buffer(String number, int partition) {
        return new PrefetchBuffer(number, partition, id, context.settings().headsPerRecipient());
    }

    /** Does what is due; answers when it wants to run again, or {@link Long#MAX_VALUE}. */
    long run() {
        long now = context.now();
        NumberState known = connection.state();
        Budget paced = connection.budget();
        Budget beside = connection.signals();
        if (isIdle() && !hasAny()) {
            depth.reset();
        }
        if (known == null || paced == null || beside == null) {
            return withoutConnection(now);
        }
        if (leaving() || connection.heldFor() != null) {
            rest();
            if (known.ended() && !leaving()) {
                probing.release();
                if (hasAny()) {
                    endAll(Reason.CONNECTION_DISCONNECTED);
                }
            }
            return NEVER;
        }
        if (probing.isShut(now)) {
            rest();
            return probing.probeAt();
        }
        probing.start(now);
        long next = messages.run(known, paced, probing.limit());
        boolean messagesDone = !messages.works() && messages.isIdle();
        if (messagesDone) {
            probing.nothingLeft();
        }
        if (probing.hold() != null && !messagesDone) {
            signals.rest();
            return next;
        }
        return Math.min(next, signals.run(known, beside, SIGNALS_AT_ONCE));
    }

    private void rest() {
        messages.rest();
        signals.rest();
    }

    private boolean leaving() {
        return messages.inFlight().leaving();
    }

    private boolean hasAny() {
        return messages.buffer().hasAny() || signals.buffer().hasAny();
    }

    private SendingLine line(Priority priority) {
        return priority == Priority.SIGNAL ? signals : messages;
    }

    private long withoutConnection(long now) {
        connection.lookUp();
        long graceEnd = connection.graceEnd();
        if (graceEnd == NEVER || !hasAny() || leaving()) {
            return NEVER;
        }
        if (graceEnd - now > 0) {
            return graceEnd;
        }
        endAll(Reason.UNKNOWN_NUMBER);
        return NEVER;
    }

    private void endAll(Reason reason) {
        if (depth.startEnding()) {
            context.act(
                    new NumberAction.EndAll(connection.number(), connection.partition(), reason));
        }
    }

    // ---- events

    /** Something happened to one of its requests. */
    void on(NumberEvent.OfAttempt event) {
        line(event.attempt().command().priority()).on(event);
    }

    /** Something happened to the number. */
    void on(NumberEvent.OfNumber event) {
        switch (event) {
            case NumberEvent.Loaded page -> {
                if (page.wanted().lane() == id) {
                    line(page.wanted().priority())
                            .buffer()
                            .receive(page.wanted(), page.commands(), context.now());
                }
            }
            case NumberEvent.AllEnded _ -> clear();
            case NumberEvent.ConnectionChanged changed -> connect(changed.state());
        }
    }

    /** A command was stored. */
    void enqueue(Command command) {
        depth.add(command.priority());
        line(command.priority()).buffer().add(command, context.now());
        if (command.priority() != Priority.SIGNAL) {
            probing.onArrived(command, context.now());
        }
    }

    /** So many commands of each priority are stored. */
    void restore(long[] counts) {
        for (Priority priority : Priority.values()) {
            long count = counts[priority.ordinal()];
            depth.set(priority, count);
            if (count > 0) {
                line(priority).buffer().expectStored(priority);
            }
        }
    }

    /**
     * Ends a command that was taken back or proved, or whose time is over; nothing happens to one
     * that may have left.
     *
     * @param counted whether the command is in the queue, and not still waiting for its time
     */
    void endIfWaiting(Command command, Outcome outcome, boolean counted) {
        SendingLine line = line(command.priority());
        if (!line.endsHere(command, outcome)) {
            return;
        }
        if (!counted) {
            depth.increment(command.priority());
        }
        line.inFlight().finish(command, outcome, null);
    }

    /** Everything that waited was ended. */
    private void clear() {
        messages.buffer().clear();
        signals.buffer().clear();
        depth.finishEnding();
        for (Priority priority : Priority.values()) {
            if (depth.count(priority) > 0) {
                line(priority).buffer().expectStored(priority);
            }
        }
        for (SendingLine line : List.of(messages, signals)) {
            line.inFlight()
                    .attempts()
                    .forEach(attempt -> depth.increment(attempt.command().priority()));
        }
        connection.resetLookUp();
    }

    private void connect(@Nullable NumberState latest) {
        long now = context.now();
        if (latest == null) {
            connection.startGrace(now);
            return;
        }
        NumberState before = connection.state();
        if (connection.update(latest, now)) {
            messages.onConnection(latest.perSecond(), now);
            signals.onConnection(latest.perSecond(), now);
            probing.onConnection(before, latest, now);
        }
    }

    /** The number received messages, or its owner wrote them; monotonic. */
    void countInbound(int messages, long at) {
        lastUsed = context.now();
        connection.countInbound(messages, at, lastUsed);
    }

    /** Nothing new leaves from now on. */
    void leave() {
        messages.inFlight().leave();
        signals.inFlight().leave();
    }

    /** Another instance sends for this number now: nothing is recorded any more. */
    void lose() {
        messages.inFlight().lose();
        signals.inFlight().lose();
    }

    // ---- how it stands

    boolean knows(SendAttempt attempt) {
        return line(attempt.command().priority()).inFlight().attempts().contains(attempt);
    }

    boolean isIdle() {
        return messages.isIdle() && signals.isIdle();
    }

    boolean isForgettable(long now) {
        return isIdle()
                && !hasAny()
                && probing.hold() == null
                && now - lastUsed > context.settings().idleFor().toNanos()
                && messages.isUnusedFor(context.settings().idleFor(), now)
                && signals.isUnusedFor(context.settings().idleFor(), now)
                && messages.buffer().isForgettable(now)
                && signals.buffer().isForgettable(now);
    }

    int partition() {
        return connection.partition();
    }

    LaneReport report() {
        return report;
    }
}
