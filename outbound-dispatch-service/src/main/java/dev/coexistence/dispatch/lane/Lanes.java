package dev.coexistence.dispatch.lane;

import dev.coexistence.dispatch.lane.Turns.Slot;
import dev.coexistence.dispatch.pacing.PacingSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All numbers that have work. Events come in, actions go out; {@link #tick} does what is due. A
 * number without work costs nothing. All methods belong to one thread.
 */
public final class Lanes {
    /**
     * What one number has stored when its partition is taken over.
     *
     * @param depth waiting commands by priority
     */
    public record Backlog(String number, long[] depth) {}

    private final LaneContext context;
    private final Map<String, Slot> slots = new HashMap<>();
    private final Turns turns = new Turns();

    /**
     * @param ticker monotonic nanoseconds
     * @param rules what is kept; all but in a simulation that tests its watchers
     */
    public static Lanes create(
            LongSupplier ticker,
            InstantSource time,
            LaneSettings settings,
            PacingSettings pacing,
            Set<Rule> rules,
            LaneActions actions) {
        return new Lanes(
                new LaneContext(
                        new LaneContext.Clocks(ticker, time), settings, pacing, rules, actions));
    }

    private Lanes(LaneContext context) {
        this.context = context;
    }

    /** Does what is due; answers when it wants to be called again, or {@link Long#MAX_VALUE}. */
    public long tick() {
        return turns.run(context.now(), slot -> slots.get(slot.number) == slot);
    }

    // ---- ownership

    /**
     * A partition belongs to this instance from now on.
     *
     * @param notBefore nothing is written before that time: the former owner may have written until
     *     then
     */
    public void takenOver(int partition, long notBefore, List<Backlog> backlog) {
        context.clearances().taken(partition, context.now());
        if (context.keeps(Rule.QUIET_AFTER_TAKEOVER)) {
            context.clearances().begin(partition, context.now(), notBefore);
        }
        for (Backlog of : backlog) {
            Slot slot = slot(of.number(), partition);
            slot.lane.stored(of.depth());
            touch(slot);
        }
    }

    /** Ownership of all partitions is proven until then. */
    public void leasedUntil(long nanos) {
        long now = context.now();
        boolean begins = context.writableAt(now) != now;
        if (context.leaseLapsed(now) && context.keeps(Rule.QUIET_AFTER_OUTAGE)) {
            context.clearances().beginAgain(now);
        }
        context.leasedUntil(nanos);
        if (begins) {
            slots.values().forEach(this::touch);
        }
    }

    /**
     * The partition is given up: nothing new leaves; {@link #idle} tells when all answers are
     * there.
     */
    public void leave(int partition) {
        lanesOf(partition).forEach(slot -> slot.lane.leave());
    }

    /** True where nothing of that partition is between pick and outcome. */
    public boolean idle(int partition) {
        return lanesOf(partition).stream().allMatch(slot -> slot.lane.idle());
    }

    /** The partition belongs to another instance: everything about it is forgotten. */
    public void lost(int partition) {
        for (Slot slot : lanesOf(partition)) {
            slot.lane.lost();
            slots.remove(slot.number);
        }
        context.clearances().lost(partition);
    }

    // ---- events of the queue

    /** Commands were stored, in this order. */
    public void arrived(List<Command> commands) {
        for (Command command : commands) {
            if (owns(command.partition())) {
                Slot slot = slot(command.number(), command.partition());
                slot.lane.arrived(command);
                touch(slot);
            }
        }
    }

    public void loaded(HeadsWanted wanted, List<Command> commands) {
        with(wanted.number(), lane -> lane.loaded(wanted, commands));
    }

    public void intended(Attempt attempt) {
        with(attempt, lane -> lane.intended(attempt));
    }

    /** The queue holds that command as ended: there is nothing to send. */
    public void refused(Attempt attempt) {
        with(attempt, lane -> lane.refused(attempt));
    }

    /** The command left the queue without leaving: it waits elsewhere, or it ended. */
    public void withheld(Attempt attempt) {
        with(attempt, lane -> lane.withheld(attempt));
    }

    public void withdrawn(Attempt attempt) {
        with(attempt, lane -> lane.withdrawn(attempt));
    }

    /** Everything that waited for the number was ended. */
    public void allEnded(String number) {
        with(number, Lane::allEnded);
    }

    /**
     * Somebody takes commands back.
     *
     * @param waiting false where they wait for their time, and are not in the queue yet
     */
    public void cancel(List<Command> commands, boolean waiting) {
        commands.forEach(command -> end(command, new Outcome.Cancelled(), waiting));
    }

    /** Commands are taken back because their recipient is to be forgotten. */
    public void erase(List<Command> nameless, boolean waiting) {
        nameless.forEach(command -> end(command, new Outcome.Cancelled(Reason.ERASED), waiting));
    }

    /** The time of commands is over. */
    public void expire(List<Command> commands, boolean waiting) {
        commands.forEach(command -> end(command, new Outcome.Expired(), waiting));
    }

    /** A status tells that a command left before, which was to be sent again. */
    public void proved(Command command, String wamid, boolean waiting) {
        end(command, Outcome.provenBy(wamid), waiting);
    }

    private void end(Command command, Outcome outcome, boolean waiting) {
        if (owns(command.partition())) {
            Slot slot = slot(command.number(), command.partition());
            slot.lane.endIfWaiting(command, outcome, waiting);
            touch(slot);
        }
    }

    // ---- events of the connection

    /** How a number's connection stands; null where none is known. */
    public void connection(String number, @Nullable NumberState state) {
        with(number, lane -> lane.connection(state));
    }

    /** Messages that the number received, or that its owner wrote in the app, then. */
    public void inbound(String number, int partition, int messages, Instant at) {
        if (owns(partition)) {
            Slot slot = slot(number, partition);
            slot.lane.inbound(messages, context.monotonic(at));
            touch(slot);
        }
    }

    /** Of these partitions everything that came in until then was told. */
    public void inboundKnown(Set<Integer> partitions, long until) {
        context.clearances()
                .inboundKnown(
                        partitions, until, partition -> lanesOf(partition).forEach(this::touch));
    }

    // ---- events of the wire

    public void ready(Attempt attempt) {
        if (!with(attempt, lane -> lane.ready(attempt))) {
            context.actions().close(attempt);
        }
    }

    public void written(Attempt attempt, long nanos) {
        with(attempt, lane -> lane.written(attempt, nanos));
    }

    /** The check at the socket said no; nothing was written, the connection stays open. */
    public void heldBack(Attempt attempt, boolean byRing) {
        if (!with(attempt, lane -> lane.heldBack(attempt, byRing))) {
            context.actions().close(attempt);
        }
    }

    /**
     * @param at when the answer came in, monotonic: the earlier it is known, the less of the round
     *     trip counts as lateness
     */
    public void answered(Attempt attempt, Answer answer, long at) {
        with(attempt, lane -> lane.answered(attempt, answer, at));
    }

    // ---- views

    /**
     * What a command in the queue waits for; null where its number is not here.
     *
     * @param before how many of its own priority go before it
     */
    public @Nullable Wait waits(Command command, long before) {
        Slot slot = slots.get(command.number());
        return slot == null ? null : slot.lane.standing().waits(command, before);
    }

    public @Nullable LaneView view(String number) {
        Slot slot = slots.get(number);
        return slot == null ? null : slot.lane.standing().view();
    }

    public List<LaneView> views() {
        var views = new ArrayList<LaneView>(slots.size());
        slots.values().forEach(slot -> views.add(slot.lane.standing().view()));
        return views;
    }

    public boolean owns(int partition) {
        return context.clearances().has(partition);
    }

    /** Forgets numbers that had no work for long. */
    public void forgetIdle() {
        long now = context.now();
        slots.values().removeIf(slot -> !slot.touched() && slot.lane.forgettable(now));
    }

    /** Answers false where the lane of that attempt is gone. */
    private boolean with(Attempt attempt, Consumer<Lane> event) {
        Slot slot = slots.get(attempt.command().number());
        if (slot == null || !slot.lane.knows(attempt)) {
            return false;
        }
        event.accept(slot.lane);
        touch(slot);
        return true;
    }

    private void with(String number, Consumer<Lane> event) {
        Slot slot = slots.get(number);
        if (slot != null) {
            event.accept(slot.lane);
            touch(slot);
        }
    }

    private void touch(Slot slot) {
        turns.soon(slot);
    }

    private Slot slot(String number, int partition) {
        return slots.computeIfAbsent(
                number,
                name ->
                        new Slot(
                                name,
                                new Lane(
                                        name,
                                        partition,
                                        context,
                                        context.clearances().of(partition, context.now()))));
    }

    private List<Slot> lanesOf(int partition) {
        return slots.values().stream().filter(slot -> slot.lane.partition() == partition).toList();
    }
}
