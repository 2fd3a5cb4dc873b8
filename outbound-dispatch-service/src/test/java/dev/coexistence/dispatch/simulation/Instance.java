package dev.coexistence.dispatch.simulation;

import static dev.coexistence.dispatch.simulation.Scenario.MILLI;

import dev.coexistence.dispatch.engine.Lease;
import dev.coexistence.dispatch.lane.Answer;
import dev.coexistence.dispatch.lane.Attempt;
import dev.coexistence.dispatch.lane.Command;
import dev.coexistence.dispatch.lane.HeadsWanted;
import dev.coexistence.dispatch.lane.LaneActions;
import dev.coexistence.dispatch.lane.LaneSettings;
import dev.coexistence.dispatch.lane.Lanes;
import dev.coexistence.dispatch.lane.NumberState;
import dev.coexistence.dispatch.lane.Outcome;
import dev.coexistence.dispatch.lane.Reason;
import dev.coexistence.dispatch.lane.Rule;
import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.dispatch.refusal.Hold;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A dispatcher that can die, be stopped and go on, or hand over. Around the real lanes, what
 * surrounds them in production, with latencies and failures.
 */
final class Instance implements LaneActions {
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
    private final Set<Rule> rules;
    private final Lanes lanes;
    private final Lease lease;
    private final long epoch;
    private final Set<Attempt> opened = new HashSet<>();
    private final ArrayDeque<Runnable> missed = new ArrayDeque<>();
    private final long[] lastFrom = new long[Source.values().length];
    private long nextTick = Long.MAX_VALUE;
    private long journalBusyUntil;
    private boolean dead;
    private boolean cut;
    private boolean stopped;
    private boolean owner = true;

    Instance(World world, Random random, Set<Rule> rules) {
        this.world = world;
        this.random = random;
        this.rules = rules;
        this.lanes =
                Lanes.create(
                        world.time()::nanos,
                        world.time(),
                        LaneSettings.defaults(),
                        PacingSettings.defaults(),
                        rules,
                        this);
        this.lease = new Lease(world.time()::nanos, Store.LEASE);
        long begun = world.time().nanos();
        long stillLeased = world.store().takeOver();
        this.epoch = world.store().epoch();
        lanes.takenOver(PARTITION, begun + stillLeased, world.store().backlog());
        lanes.leasedUntil(lease.renewed(begun));
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
            lanes.leave(PARTITION);
            awaitIdle(30, done);
        });
    }

    private void awaitIdle(int looks, Runnable done) {
        if (looks > 0 && !(lanes.idle(PARTITION) && journalBusyUntil <= world.time().nanos())) {
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

    void arrived(java.util.List<Command> commands) {
        inOrder(Source.INTAKE, () -> lanes.arrived(commands));
    }

    void connection(NumberState state) {
        inOrder(Source.EVIDENCE, () -> lanes.connection(state.number(), state));
    }

    /** It stands on the topic; read once the database takes what was read. */
    void inbound(String number, long came) {
        read(() -> lanes.inbound(number, PARTITION, 1, world.time().instantAt(came)));
    }

    /** Tells how far inbound traffic is known, while brokers and database answer. */
    private void look() {
        long now = world.time().nanos();
        if (world.weather().brokerBack(now) == now && world.weather().databaseBack(now) == now) {
            read(() -> lanes.inboundKnown(Set.of(PARTITION), now));
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
        inOrder(Source.INTAKE, () -> lanes.cancel(java.util.List.of(command), true));
    }

    void expire(Command command) {
        soon(5, () -> lanes.expire(java.util.List.of(command), true));
    }

    private void lost() {
        if (owner) {
            owner = false;
            lanes.lost(PARTITION);
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
        long next = lanes.tick();
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
                                    here(() -> lanes.leasedUntil(lease.renewed(begun)));
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

    // ---- what the lanes ask

    @Override
    public void load(HeadsWanted wanted) {
        world.time()
                .after(
                        world.databaseLatency(),
                        () -> {
                            var found = world.store().read(wanted);
                            soon(1, () -> lanes.loaded(wanted, found));
                        });
    }

    @Override
    public void lookUp(String number, int partition) {
        NumberState state = world.known(number);
        soon(3, () -> lanes.connection(number, state));
    }

    @Override
    public void intend(Attempt attempt) {
        var standing = new boolean[1];
        journal(
                () -> standing[0] = world.store().intend(attempt),
                () -> {
                    if (standing[0]) {
                        lanes.intended(attempt);
                    } else {
                        lanes.refused(attempt);
                    }
                });
    }

    @Override
    public void open(Attempt attempt) {
        opened.add(attempt);
        if (random.nextDouble() < world.scenario().trouble() / 4) {
            soon(20, () -> answered(attempt, new Answer.NotSent("refused")));
        } else {
            soon(2, () -> lanes.ready(attempt));
        }
    }

    @Override
    public void close(Attempt attempt) {
        opened.remove(attempt);
    }

    @Override
    public void write(Attempt attempt) {
        long late = random.nextInt(500_000) + world.starving(400 * MILLI);
        world.time().after(late, () -> here(() -> writeNow(attempt)));
    }

    private void writeNow(Attempt attempt) {
        if (!opened.contains(attempt)) {
            return;
        }
        if (random.nextDouble() < world.scenario().trouble() / 8) {
            answered(attempt, new Answer.NotSent("closed"));
            return;
        }
        long now = world.time().nanos();
        if (!lease.heldAt(now) || !owner) {
            lanes.heldBack(attempt, false);
            return;
        }
        if (rules.contains(Rule.PACE) && !attempt.guard().admit(now)) {
            lanes.heldBack(attempt, true);
            return;
        }
        lanes.written(attempt, now);
        world.provider()
                .receive(attempt.command(), answer -> here(() -> answered(attempt, answer)));
    }

    private void answered(Attempt attempt, Answer answer) {
        if (opened.remove(attempt)) {
            lanes.answered(attempt, answer, world.time().nanos());
        }
    }

    @Override
    public void withdraw(Attempt attempt, int attempts, @Nullable Instant notBefore) {
        journal(() -> world.store().withdraw(attempt, attempts), () -> lanes.withdrawn(attempt));
    }

    @Override
    public void finish(Command command, Outcome outcome, @Nullable Attempt attempt) {
        journal(() -> world.store().finish(command, outcome), () -> {});
    }

    @Override
    public void doubt(Attempt attempt, Reason reason) {
        journal(() -> world.store().doubt(attempt.command(), reason), () -> {});
    }

    @Override
    public void templatePaused(Command command) {
        throw new IllegalStateException("Nothing here pauses a template");
    }

    @Override
    public void hold(Hold hold, long waiting) {
        journal(() -> world.store().hold(hold), () -> {});
    }

    @Override
    public void end(String number, int partition, Reason reason) {
        throw new IllegalStateException("Nothing here ends a number");
    }

    @Override
    public void alarm(Alarm alarm, String number) {
        world.alarm(alarm);
    }
}
