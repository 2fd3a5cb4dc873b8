package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.command.WaitEstimate;
import dev.coexistence.dispatch.number.RunQueue.Slot;
import dev.coexistence.dispatch.pacing.LaneSettings;
import dev.coexistence.dispatch.pacing.PacingSettings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All numbers that have work. {@link #on} takes an event and answers the actions that follow;
 * {@link #tick} does what is due by the clock. A number without work costs nothing. All methods
 * belong to one thread.
 */
public final class LaneScheduler {
    /**
     * Result of a look at the clock.
     *
     * @param actions what follows, in order
     * @param nextAt when the next look is due; monotonic, or {@link Long#MAX_VALUE}
     */
    public record Tick(List<NumberAction> actions, long nextAt) {}

    private final LaneContext context;
    private final Map<String, Slot> slots = new HashMap<>();
    private final RunQueue runQueue = new RunQueue();

    /**
     * @param ticker monotonic nanoseconds
     * @param time wall clock
     */
    public LaneScheduler(
            LongSupplier ticker, InstantSource time, LaneSettings settings, PacingSettings pacing) {
        this.context = new LaneContext(ticker, time, settings, pacing);
    }

    /** Does what is due by the clock. */
    public Tick tick() {
        long nextAt = runQueue.run(context.now(), slot -> slots.get(slot.number) == slot);
        return new Tick(context.takeActions(), nextAt);
    }

    /** Takes an event in; answers the actions that follow at once. More may follow by the clock. */
    public List<NumberAction> on(NumberEvent event) {
        switch (event) {
            case NumberEvent.OfAttempt of -> deliver(of);
            case NumberEvent.OfNumber of -> deliver(of);
            case NumberEvent.Arrived arrived -> arrived.commands().forEach(this::enqueue);
            case NumberEvent.Cancelled cancelled ->
                    cancelled
                            .commands()
                            .forEach(command ->
                                    end(command, new Outcome.Cancelled(), cancelled.waiting()));
            case NumberEvent.Erased erased ->
                    erased.commands()
                            .forEach(command ->
                                    end(
                                            command,
                                            new Outcome.Cancelled(Reason.ERASED),
                                            erased.waiting()));
            case NumberEvent.Expired expired ->
                    expired.commands()
                            .forEach(command ->
                                    end(command, new Outcome.Expired(), expired.waiting()));
            case NumberEvent.Proved proved ->
                    end(proved.command(), Outcome.provenBy(proved.wamid()), proved.waiting());
            case NumberEvent.InboundCounted inbound -> countInbound(inbound);
            case NumberEvent.InboundKnown known ->
                    context.clearances()
                            .advanceKnown(
                                    known.partitions(),
                                    known.until(),
                                    partition -> lanesOf(partition).forEach(runQueue::soon));
            case NumberEvent.TakenOver taken -> takeOver(taken);
            case NumberEvent.LeaseRenewed renewed -> renewLease(renewed.until());
            case NumberEvent.Leaving leaving ->
                    lanesOf(leaving.partition()).forEach(slot -> slot.lane.leave());
            case NumberEvent.Lost lost -> lose(lost.partition());
            case NumberEvent.IdleCheckDue _ -> forgetIdle();
        }
        return context.takeActions();
    }

    /** A request whose lane is gone needs no connection any more; nothing else follows. */
    private void deliver(NumberEvent.OfAttempt event) {
        SendAttempt attempt = event.attempt();
        Slot slot = slots.get(attempt.command().number());
        if (slot != null && slot.lane.knows(attempt)) {
            slot.lane.on(event);
            runQueue.soon(slot);
        } else if (event instanceof NumberEvent.Ready || event instanceof NumberEvent.HeldBack) {
            context.act(new NumberAction.Close(attempt));
        }
    }

    private void deliver(NumberEvent.OfNumber event) {
        Slot slot = slots.get(event.number());
        if (slot != null) {
            slot.lane.on(event);
            runQueue.soon(slot);
        }
    }

    private void enqueue(Command command) {
        if (owns(command.partition())) {
            Slot slot = slot(command.number(), command.partition());
            slot.lane.enqueue(command);
            runQueue.soon(slot);
        }
    }

    private void end(Command command, Outcome outcome, boolean waiting) {
        if (owns(command.partition())) {
            Slot slot = slot(command.number(), command.partition());
            slot.lane.endIfWaiting(command, outcome, waiting);
            runQueue.soon(slot);
        }
    }

    private void countInbound(NumberEvent.InboundCounted inbound) {
        if (owns(inbound.partition())) {
            Slot slot = slot(inbound.number(), inbound.partition());
            slot.lane.countInbound(inbound.messages(), context.monotonic(inbound.at()));
            runQueue.soon(slot);
        }
    }

    // ---- ownership

    private void takeOver(NumberEvent.TakenOver taken) {
        int partition = taken.partition();
        context.clearances().add(partition, context.now());
        context.clearances().begin(partition, context.now(), taken.notBefore());
        for (NumberEvent.Backlog of : taken.backlog()) {
            Slot slot = slot(of.number(), partition);
            slot.lane.restore(of.depth());
            runQueue.soon(slot);
        }
    }

    private void renewLease(long until) {
        long now = context.now();
        boolean begins = context.writableAt(now) != now;
        if (context.hasLeaseLapsed(now)) {
            context.clearances().beginAgain(now);
        }
        context.leasedUntil(until);
        if (begins) {
            slots.values().forEach(runQueue::soon);
        }
    }

    private void lose(int partition) {
        for (Slot slot : lanesOf(partition)) {
            slot.lane.lose();
            slots.remove(slot.number);
        }
        context.clearances().remove(partition);
    }

    /** True where nothing of that partition is between pick and outcome. */
    public boolean isIdle(int partition) {
        return lanesOf(partition).stream().allMatch(slot -> slot.lane.isIdle());
    }

    // ---- views

    /**
     * Cause and length of a queued command's wait; null where its number is not here.
     *
     * @param before how many of its own priority go before it
     */
    public @Nullable WaitEstimate estimateWait(Command command, long before) {
        Slot slot = slots.get(command.number());
        return slot == null ? null : slot.lane.report().estimateWait(command, before);
    }

    public @Nullable LaneView view(String number) {
        Slot slot = slots.get(number);
        return slot == null ? null : slot.lane.report().view();
    }

    public List<LaneView> views() {
        var views = new ArrayList<LaneView>(slots.size());
        slots.values().forEach(slot -> views.add(slot.lane.report().view()));
        return views;
    }

    public boolean owns(int partition) {
        return context.clearances().has(partition);
    }

    private void forgetIdle() {
        long now = context.now();
        slots.values().removeIf(slot -> !slot.touched() && slot.lane.isForgettable(now));
    }

    private Slot slot(String number, int partition) {
        return slots.computeIfAbsent(
                number,
                name ->
                        new Slot(
                                name,
                                new NumberLane(
                                        name,
                                        partition,
                                        context,
                                        context.clearances().get(partition, context.now()))));
    }

    private List<Slot> lanesOf(int partition) {
        return slots.values().stream().filter(slot -> slot.lane.partition() == partition).toList();
    }
}
