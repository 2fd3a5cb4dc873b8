package dev.coexistence.dispatch.simulation;

import static dev.coexistence.dispatch.simulation.Scenario.MILLI;
import static dev.coexistence.dispatch.simulation.Scenario.SECOND;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import dev.coexistence.simulator.guarantees.Arrived;
import dev.coexistence.simulator.guarantees.Guarantee;
import dev.coexistence.simulator.guarantees.SlidingSecond;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.ObjIntConsumer;

/** Meta, as far as messages go: takes them within the budget, answers, loses answers, fails. */
final class Provider {
    private static final long ONE_WAY = 20 * MILLI;
    private static final long JITTER = 6 * MILLI;

    /** How much longer some ways may be, seen by the round trip alone. */
    private static final long LATE = 450 * MILLI;

    /** How much longer they may be where everything waits for the processor. */
    private static final long LATEST = 3 * SECOND;

    private static final long NO_ANSWER_AFTER = 30 * SECOND;
    static final int PAYMENT = 131042;

    private record Restriction(int code, long until, Set<String> refused) {}

    private final VirtualTime time;
    private final Random random;
    private final double trouble;
    private final Manners manners;
    private final Guarantee watched;
    private final ObjIntConsumer<String> evidence;

    /** Behind a number: its marks as read and typing. */
    static final String SIGNALS = "/signals";

    private final Map<String, Integer> budgets = new HashMap<>();
    private final Map<String, SlidingSecond> seconds = new HashMap<>();
    private final Map<String, Restriction> restrictions = new HashMap<>();
    private boolean choosy;
    private long slowestMend;
    private int wamids;

    /**
     * How it behaves.
     *
     * @param trouble how likely each request meets trouble
     * @param lateWays whether some ways are longer than others
     * @param starving by how much something is late now, at most that
     */
    record Manners(double trouble, boolean lateWays, LongUnaryOperator starving) {}

    Provider(
            VirtualTime time,
            Random random,
            Manners manners,
            Guarantee watched,
            ObjIntConsumer<String> evidence) {
        this.time = time;
        this.random = random;
        this.trouble = manners.trouble();
        this.manners = manners;
        this.watched = watched;
        this.evidence = evidence;
    }

    /** Signals use no budget of the messages'; they are watched by themselves. */
    static String counter(Command command) {
        return command.priority() == Priority.SIGNAL
                ? command.number() + SIGNALS
                : command.number();
    }

    void budget(String number, int perSecond) {
        budgets.put(number, perSecond);
    }

    int budget(String number) {
        return budgets.getOrDefault(number.replace(SIGNALS, ""), 0);
    }

    /** Something other than a send used up budget. */
    void counted(String number) {
        seconds.computeIfAbsent(number, _ -> new SlidingSecond()).add(time.nanos());
    }

    /** Takes nothing of a number for a while. */
    void restrict(String number, int code, long until) {
        restrictions.put(number, new Restriction(code, until, new HashSet<>()));
    }

    /** Refuses one recipient of each number, always, as if it refused the number. */
    void refuseOne() {
        choosy = true;
    }

    /**
     * How long the slowest of the numbers whose payment was mended took to send what waited for
     * that.
     */
    long slowestMend() {
        return slowestMend;
    }

    /** A message's bytes left the sender; the answer is heard if and when it comes back. */
    void receive(Command command, Consumer<MetaAnswer> answer) {
        if (random.nextDouble() < trouble && random.nextInt(4) == 0) {
            // Lost on the way there.
            time.after(
                    NO_ANSWER_AFTER,
                    () -> answer.accept(new MetaAnswer.Doubtful(Reason.NO_ANSWER)));
            return;
        }
        long jitter =
                (manners.lateWays() ? random.nextLong(LATE) : JITTER)
                        + manners.starving().applyAsLong(LATEST);
        time.after(ONE_WAY + (long) (random.nextDouble() * jitter), () -> arrive(command, answer));
    }

    private void arrive(Command command, Consumer<MetaAnswer> answer) {
        long now = time.nanos();
        int refusal = refusal(command, now);
        watched.arrived(
                new Arrived(
                        command.id(), counter(command), command.recipient(), refusal == 0, now));
        long back =
                ONE_WAY
                        + (long) (random.nextDouble() * 50 * MILLI)
                        + manners.starving().applyAsLong(SECOND);
        if (refusal != 0) {
            var refused = new MetaRefusal(400, refusal, null, null, null);
            time.after(back, () -> answer.accept(new MetaAnswer.Refused(refused)));
            return;
        }
        int wamid = ++wamids;
        if (command.priority() != Priority.SIGNAL && random.nextInt(10) > 0) {
            time.after(
                    back + (long) (random.nextDouble() * 5 * SECOND),
                    () -> evidence.accept(command.id(), wamid));
        }
        if (random.nextDouble() < trouble) {
            after(back, answer);
        } else {
            time.after(
                    back,
                    () ->
                            answer.accept(
                                    new MetaAnswer.Taken(
                                            new Outcome.Accepted("w" + wamid, null, null))));
        }
    }

    /** It was taken, and the answer does not say so. */
    private void after(long back, Consumer<MetaAnswer> answer) {
        switch (random.nextInt(3)) {
            case 0 ->
                    time.after(
                            NO_ANSWER_AFTER,
                            () -> answer.accept(new MetaAnswer.Doubtful(Reason.NO_ANSWER)));
            case 1 ->
                    time.after(
                            back,
                            () -> answer.accept(new MetaAnswer.Doubtful(Reason.CONNECTION_LOST)));
            default ->
                    time.after(
                            back,
                            () ->
                                    answer.accept(
                                            new MetaAnswer.Refused(
                                                    new MetaRefusal(
                                                            500, 131000, null, null, null))));
        }
    }

    private int refusal(Command command, long now) {
        Restriction restriction = restrictions.get(command.number());
        if (restriction != null && now < restriction.until()) {
            restriction.refused().add(command.id());
            return restriction.code();
        }
        if (choosy && command.recipient().equals("r0")) {
            return 10;
        }
        if (restriction != null) {
            restrictions.remove(command.number());
            if (restriction.code() == PAYMENT
                    && !restriction.refused().isEmpty()
                    && command.terms()
                            .queuedAt()
                            .isBefore(VirtualTime.START.plusNanos(restriction.until()))) {
                slowestMend = Math.max(slowestMend, now - restriction.until());
            }
        }
        var second = seconds.computeIfAbsent(counter(command), _ -> new SlidingSecond());
        if (second.countAt(now) >= budget(command.number())) {
            return 130429;
        }
        if (random.nextDouble() < trouble / 2) {
            return switch (random.nextInt(4)) {
                case 0 -> 130429;
                case 1 -> 131056;
                case 2 -> 131016;
                default -> 131026;
            };
        }
        second.add(now);
        return 0;
    }
}
