package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.BenchmarkOptions;
import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.FigureOutput;
import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.simulator.guarantees.SlidingSecond;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Adaptation of the pacer, on a virtual clock, to a provider that allows less than agreed and does
 * not say so.
 */
public final class AdaptBenchmark implements Benchmark {
    private static final int AGREED = 80;
    private static final long SECOND = SlidingSecond.SECOND;
    private static final long ROUND_TRIP = SECOND / 20;
    private static final long RUN = 600 * SECOND;

    /** One stretch of time in which the provider allows so much. */
    private record Stretch(long until, int perSecond) {}

    /** An answer on its way back. */
    private record Answer(long place, long writtenAt, long heardAt, boolean taken) {}

    /** Figures of one run. */
    private record Run(double goodput, double rejects, List<Double> recoveries) {}

    @Override
    public String name() {
        return "adapt";
    }

    @Override
    public String description() {
        return "a hidden budget that changes, always work, virtual clock: goodput, rejects, recovery; --seeds 20";
    }

    @Override
    public List<Option> options() {
        return List.of(new Option("seeds", 20, "runs"));
    }

    @Override
    public void run(FigureOutput output, BenchmarkOptions options) {
        int seeds = options.number("seeds");
        List<Double> goodput = new ArrayList<>();
        List<Double> rejects = new ArrayList<>();
        List<Double> recoveries = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            Run run = run(new SplittableRandom(seed));
            goodput.add(run.goodput());
            rejects.add(run.rejects());
            recoveries.addAll(run.recoveries());
        }
        String note =
                "agreed 80; every 60 s or so the provider allows half to nine tenths of it for 5 to 20 s; seeds 1 to "
                        + seeds;
        output.figure(
                Figure.median("adapt.goodput", "ratio", "what the provider allowed", goodput)
                        .noting(note));
        output.figure(
                Figure.median("adapt.rejects", "ratio", "requests made", rejects).noting(note));
        output.figure(
                Figure.median("adapt.recovery-seconds", "s", "", recoveries)
                        .noting("until a second carries 95 % of what is allowed again"));
    }

    private static Run run(SplittableRandom chance) {
        Deque<Stretch> stretches = stretches(chance);
        double allowed = 0;
        long from = 0;
        for (Stretch stretch : stretches) {
            allowed += stretch.perSecond() * (double) (stretch.until() - from) / SECOND;
            from = stretch.until();
        }
        Budget budget = new Budget(AGREED, PacingSettings.defaults(), 0);
        SlidingSecond accepted = new SlidingSecond();
        Deque<Answer> answers = new ArrayDeque<>();
        List<Double> recoveries = new ArrayList<>();
        long made = 0;
        long taken = 0;
        long raisedAt = -1;
        long now = 0;
        while (now < RUN) {
            Answer heard = answers.peek();
            long next = Math.max(now, budget.nextAt(now));
            if (heard != null && heard.heardAt() <= next) {
                now = Math.max(now, heard.heardAt());
                answers.remove();
                budget.answered(heard.place(), heard.writtenAt());
                if (!heard.taken()) {
                    budget.refused(heard.writtenAt(), now);
                }
                continue;
            }
            now = next;
            while (stretches.size() > 1 && stretches.getFirst().until() <= now) {
                int before = stretches.removeFirst().perSecond();
                raisedAt = stretches.getFirst().perSecond() > before ? now : -1;
            }
            if (!budget.tryTake(now)) {
                now++;
                continue;
            }
            made++;
            int level = stretches.getFirst().perSecond();
            boolean fits = accepted.countAt(now) < level;
            answers.add(new Answer(budget.place(), now, now + ROUND_TRIP, fits));
            if (fits) {
                taken++;
                if (accepted.add(now) >= level * 0.95 && raisedAt >= 0) {
                    recoveries.add((double) (now - raisedAt) / SECOND);
                    raisedAt = -1;
                }
            }
        }
        return new Run(taken / allowed, (double) (made - taken) / made, recoveries);
    }

    private static Deque<Stretch> stretches(SplittableRandom chance) {
        Deque<Stretch> stretches = new ArrayDeque<>();
        long at = 0;
        while (at < RUN) {
            at += chance.nextLong(40 * SECOND, 80 * SECOND);
            stretches.add(new Stretch(Math.min(at, RUN), AGREED));
            if (at < RUN) {
                at += chance.nextLong(5 * SECOND, 20 * SECOND);
                stretches.add(
                        new Stretch(Math.min(at, RUN), AGREED * chance.nextInt(50, 91) / 100));
            }
        }
        return stretches;
    }
}
