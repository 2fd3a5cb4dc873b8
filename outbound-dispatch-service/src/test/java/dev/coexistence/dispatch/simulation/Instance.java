package dev.coexistence.dispatch.simulation;

import static dev.coexistence.dispatch.simulation.Scenario.MILLI;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.number.LaneScheduler;
import dev.coexistence.dispatch.number.NumberAction;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.number.NumberState;
import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.ownership.Lease;
import dev.coexistence.dispatch.pacing.LaneSettings;
import dev.coexistence.dispatch.recipient.PageRequest;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A dispatcher that can die, be stopped and go on, or hand over. Around the real lanes, what
 * surrounds them in production, with latencies and failures.
 */
final class Instance {
    private static final int PARTITION = 0;
    private static final long LOOK_EVERY = 300 * MILLI;

    private enum Source {
        INTAKE,
        EVIDENCE,
        JOURNAL,
        INBOUND
    }

    private final World world;
    private final Random random;
    private final Mutation mutation;
    private final LaneScheduler lanes;
    private final Lease lease;
    private final long epoch;
    private final Set<SendAttempt> opened = new HashSet<>();
    private final ArrayDeque<Runnable> missed = new ArrayDeque<>();
    private final long[] lastFrom = new long[Source.values().length];
    private long nextTick = Long.MAX_VALUE;
    private long journalBusyUntil;
    private boolean dead;
    private boolean cut;
    private boolean stopped;
    private boolean owner = true;
    private boolean told;

    Instance(World world, Random random, Mutation mutation) {
        this.world = world;
        this.random = random;
        this.mutation = mutation;
        this.lanes =
                new LaneScheduler(
                        world.time()::nanos,
                        world.time(),
                        LaneSettings.defaults(),
                        mutation.pacing());
        this.lease = new Lease(world.time()::nanos, Store.LEASE);
        long begun = world.time().nanos();
        long stillLeased = world.store().takeOver();
        this.epoch = world.store().epoch();
        tell(new NumberEvent.TakenOver(PARTITION, begun + stillLeased, world.store().backlog()));
        tell(new NumberEvent.LeaseRenewed(lease.renew(begun)));
        world.time().after(Store.LEASE / 4, this::renew);
        world.time().after(LOOK_EVERY, this::look);
        tick();
    }

    // ---- fate

    void die() {
        dead = true;
    }

    /** Freezes it, as a stopped process; time goes on around it. */
    void stop() {
        stopped = true;
    }

    void resume() {
        stopped = false;
        while (!missed.isEmpty() && !stopped) {
            missed.remove().run();
        }
    }

    /** Gives everything back in order, then tells. */
    void handOver(Runnable done) {
        here(() -> {
            tell(new NumberEvent.Leaving(PARTITION));
            awaitIdle(30, done);
        });
    }

    private void awaitIdle(int looks, Runnable done) {
        if (looks > 0 && !(lanes.isIdle(PARTITION) && journalBusyUntil <= world.time().nanos())) {
            tick();
            world.time().after(100 * MILLI, () -> here(() -> awaitIdle(looks - 1, done)));
            return;
        }
        lost();
        if (epoch == world.store().epoch()) {
            world.store().release();
            done.run();
        }
    }

    boolean works() {
        return !dead && !stopped && owner;
    }

    void arrived(List<Command> commands) {
        inOrder(Source.INTAKE, () -> tell(new NumberEvent.Arrived(commands)));
    }

    void connection(NumberState state) {
        inOrder(
                Source.EVIDENCE,
                () -> tell(new NumberEvent.ConnectionChanged(state.number(), state)));
    }

    /** It stands on the topic; read once the database takes what was read. */
    void inbound(String number, long came) {
        read(() ->
                tell(
                        new NumberEvent.InboundCounted(
                                number, PARTITION, 1, world.time().instantAt(came))));
    }

    /** Tells how far inbound traffic is known, while brokers and database answer. */
    private void look() {
        long now = world.time().nanos();
        if ((mutation.believesSilence() || world.weather().brokerBack(now) == now)
                && world.weather().databaseBack(now) == now) {
            read(() -> tell(new NumberEvent.InboundKnown(Set.of(PARTITION), now)));
        }
        if (owner && !dead) {
            world.time().after(LOOK_EVERY, this::look);
        }
    }

    private void read(Runnable action) {
        long now = world.time().nanos();
        long at = world.weather().databaseBack(now);
        // Much waits where the database was away.
        at += at > now ? random.nextLong(4_000 * MILLI) : 0;
        at += random.nextLong(100 * MILLI) + world.starving(2_000 * MILLI);
        inOrder(Source.INBOUND, at, action);
    }

    void cancel(Command command) {
        inOrder(Source.INTAKE, () -> tell(new NumberEvent.Cancelled(List.of(command), true)));
    }

    void expire(Command command) {
        soon(5, () -> tell(new NumberEvent.Expired(List.of(command), true)));
    }

    private void lost() {
        if (owner) {
            owner = false;
            tell(new NumberEvent.Lost(PARTITION));
        }
    }

    // ---- its thread

    /** Something that happens within the process: later if it is stopped, never if it is dead. */
    private void here(Runnable action) {
        if (dead) {
            return;
        }
        if (stopped) {
            missed.add(action);
            return;
        }
        action.run();
        tick();
    }

    /** Events of one thread of the surroundings come in its order. */
    private void inOrder(Source source, Runnable action) {
        inOrder(source, world.time().nanos() + (long) (random.nextDouble() * 2 * MILLI), action);
    }

    private void inOrder(Source source, long soonest, Runnable action) {
        long at = Math.max(soonest, lastFrom[source.ordinal()]);
        lastFrom[source.ordinal()] = at;
        world.time().at(at, () -> here(action));
    }

    private void soon(long millis, Runnable action) {
        world.time().after((long) (random.nextDouble() * millis * MILLI), () -> here(action));
    }

    private void tick() {
        if (dead || stopped) {
            return;
        }
        long next = decide();
        if (next != Long.MAX_VALUE && next != nextTick) {
            nextTick = next;
            long late =
                    random.nextInt(20) == 0 ? random.nextInt(2_000_000) : random.nextInt(100_000);
            world.time()
                    .at(
                            next + late + world.starving(400 * MILLI),
                            () -> {
                                if (nextTick == next) {
                                    nextTick = Long.MAX_VALUE;
                                }
                                here(() -> {});
                            });
        }
    }

    /** Does what is due; answers when more is. */
    private long decide() {
        while (true) {
            told = false;
            LaneScheduler.Tick tick = lanes.tick();
            tick.actions().forEach(this::carryOut);
            if (!told) {
                return tick.nextAt();
            }
        }
    }

    private void renew() {
        here(() -> {
            if (!owner) {
                return;
            }
            long begun = world.time().nanos();
            world.time()
                    .after(
                            world.databaseLatency(),
                            () -> {
                                if (epoch == world.store().epoch()) {
                                    world.store().renew();
                                    here(() ->
                                            tell(new NumberEvent.LeaseRenewed(lease.renew(begun))));
                                } else {
                                    here(this::lost);
                                }
                                world.time().after(Store.LEASE / 4, this::renew);
                            });
        });
    }

    /** One entry of the journal: committed some time later, unless another owner came first. */
    private void journal(Runnable write, Runnable acknowledge) {
        long at = Math.max(world.time().nanos() + world.databaseLatency(), journalBusyUntil);
        journalBusyUntil = at;
        world.time().at(at, () -> commit(write, acknowledge));
    }

    private void commit(Runnable write, Runnable acknowledge) {
        if (stopped && !dead) {
            missed.add(() -> commit(write, acknowledge));
            return;
        }
        // A dead process's last commits may have reached the database: up to one of them, none
        // after it.
        cut |= dead && random.nextBoolean();
        if (cut) {
            return;
        }
        if (epoch != world.store().epoch()) {
            here(this::lost);
            return;
        }
        write.run();
        inOrder(Source.JOURNAL, acknowledge);
    }

    // ---- events in, actions out

    private void tell(NumberEvent event) {
        told = true;
        for (NumberEvent heard : mutation.hear(event, world.time().nanos())) {
            lanes.on(heard).forEach(this::carryOut);
        }
    }

    private void carryOut(NumberAction action) {
        List<NumberEvent> instead = mutation.insteadOf(action);
        if (instead != null) {
            instead.forEach(this::tell);
            return;
        }
        switch (action) {
            case NumberAction.Load load -> load(load.wanted());
            case NumberAction.LookUp lookUp -> lookUp(lookUp.number());
            case NumberAction.Intend intend -> intend(intend.attempt());
            case NumberAction.Open open -> open(open.attempt());
            case NumberAction.Close close -> opened.remove(close.attempt());
            case NumberAction.Write write -> write(write.attempt());
            case NumberAction.Withdraw withdraw ->
                    journal(
                            () -> world.store().withdraw(withdraw.attempt(), withdraw.attempts()),
                            () -> tell(new NumberEvent.Withdrawn(withdraw.attempt())));
            case NumberAction.Finish finish ->
                    journal(
                            () -> world.store().finish(finish.command(), finish.outcome()),
                            () -> {});
            case NumberAction.Doubt doubt ->
                    journal(
                            () -> world.store().doubt(doubt.attempt().command(), doubt.reason()),
                            () -> {});
            case NumberAction.PauseTemplate _ ->
                    throw new IllegalStateException("Nothing here pauses a template");
            case NumberAction.KeepHold keep ->
                    journal(() -> world.store().hold(keep.hold()), () -> {});
            case NumberAction.EndAll _ ->
                    throw new IllegalStateException("Nothing here ends a number");
            case NumberAction.RaiseAlarm raise -> world.alarm(raise.alarm());
        }
    }

    private void load(PageRequest wanted) {
        world.time()
                .after(
                        world.databaseLatency(),
                        () -> {
                            var found = world.store().read(wanted);
                            soon(1, () -> tell(new NumberEvent.Loaded(wanted, found)));
                        });
    }

    private void lookUp(String number) {
        NumberState state = world.known(number);
        soon(3, () -> tell(new NumberEvent.ConnectionChanged(number, state)));
    }

    private void intend(SendAttempt attempt) {
        var standing = new boolean[1];
        journal(
                () -> standing[0] = world.store().intend(attempt),
                () ->
                        tell(
                                standing[0]
                                        ? new NumberEvent.Intended(attempt)
                                        : new NumberEvent.AlreadyEnded(attempt)));
    }

    private void open(SendAttempt attempt) {
        opened.add(attempt);
        if (random.nextDouble() < world.scenario().trouble() / 4) {
            soon(20, () -> answered(attempt, new MetaAnswer.NotSent("refused")));
        } else {
            soon(2, () -> tell(new NumberEvent.Ready(attempt)));
        }
    }

    private void write(SendAttempt attempt) {
        long late = random.nextInt(500_000) + world.starving(400 * MILLI);
        world.time().after(late, () -> here(() -> writeNow(attempt)));
    }

    private void writeNow(SendAttempt attempt) {
        if (!opened.contains(attempt)) {
            return;
        }
        if (random.nextDouble() < world.scenario().trouble() / 8) {
            answered(attempt, new MetaAnswer.NotSent("closed"));
            return;
        }
        long now = world.time().nanos();
        if (!lease.isHeldAt(now) || !owner) {
            tell(new NumberEvent.HeldBack(attempt, false));
            return;
        }
        if (mutation.pacing().enabled() && !attempt.guard().admit(now)) {
            tell(new NumberEvent.HeldBack(attempt, true));
            return;
        }
        tell(new NumberEvent.Written(attempt, now));
        world.provider()
                .receive(
                        mutation.sent(attempt.command()),
                        answer -> here(() -> answered(attempt, answer)));
    }

    private void answered(SendAttempt attempt, MetaAnswer answer) {
        if (opened.remove(attempt)) {
            tell(new NumberEvent.Answered(attempt, answer, world.time().nanos()));
        }
    }
}
