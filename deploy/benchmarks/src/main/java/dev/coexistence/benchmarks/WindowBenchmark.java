package dev.coexistence.benchmarks;

import dev.coexistence.schemas.events.ConnectionMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The worst sliding second at the provider, through everything that tempts a limiter. */
final class WindowBenchmark implements Benchmark {
    private static final String DISPATCH = "outbound-dispatch-service";
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    /** One level and how it is told. */
    private record Level(int perSecond, ConnectionMode mode, long firstNumber) {}

    private static final List<Level> LEVELS =
            List.of(
                    new Level(20, ConnectionMode.COEXISTENCE, 15_550_200_000L),
                    new Level(80, ConnectionMode.FULL_MIGRATION, 15_550_300_000L),
                    new Level(1000, ConnectionMode.FULL_MIGRATION, 15_550_400_000L));

    @Override
    public String name() {
        return "window";
    }

    @Override
    public String about() {
        return "worst sliding second over N at the provider: burst, restart, kill, rebalance, mode switch; share used";
    }

    @Override
    public void run(Output output, Options options) {
        peers(output, options);
        List<Double> used = new ArrayList<>();
        try (Rig rig = new Rig("window", 4);
                Upstream upstream = new Upstream(rig)) {
            Service first = rig.service("dispatch-1", DISPATCH, Map.of()).awaitReady();
            for (Level level : LEVELS) {
                first = level(output, rig, upstream, level, first, used);
            }
            modeSwitch(output, rig, upstream);
        }
        output.figure(Figure.median("window.used", "ratio", "", used));
    }

    private static Service level(
            Output output,
            Rig rig,
            Upstream upstream,
            Level level,
            Service running,
            List<Double> used) {
        int n = level.perSecond();
        List<SimulatorControl.Number> numbers =
                rig.simulator()
                        .numbers(
                                n >= 1000 ? 1 : 4,
                                level.firstNumber(),
                                level.mode() == ConnectionMode.COEXISTENCE,
                                // The judge only watches: nothing is refused, so nothing hides.
                                1_000_000);
        for (SimulatorControl.Number number : numbers) {
            upstream.connect(number, level.mode(), n);
        }
        upstream.flush();
        rig.simulator().forgetArrivals();

        output.say("window: %d a second, burst after idleness, then steady work", n);
        Sending sending = new Sending(upstream, rig.simulator(), numbers, "w" + n);
        sending.command(n * 12);
        sending.await(numbers.size() * n * 12L, PATIENCE);
        for (SimulatorControl.Number number : numbers) {
            used.add(steadyShare(sending.arrivals(number), n));
        }

        output.say("window: restart while it sends");
        sending.command(n * 8);
        sending.await(sending.commanded() - numbers.size() * n * 4L, PATIENCE);
        running.process().stop(Duration.ofSeconds(20));
        Service second = rig.service("dispatch-2-" + n, DISPATCH, Map.of()).awaitReady();
        sending.await(sending.commanded(), PATIENCE);

        output.say("window: kill -9 while it sends");
        sending.command(n * 8);
        sending.await(sending.commanded() - numbers.size() * n * 4L, PATIENCE);
        second.process().kill();
        Service third = rig.service("dispatch-3-" + n, DISPATCH, Map.of()).awaitReady();
        sending.awaitQuiet(PATIENCE);

        output.say("window: a second instance joins, then the first leaves");
        sending.command(n * 20);
        sending.await(sending.commanded() - numbers.size() * n * 16L, PATIENCE);
        Service fourth = rig.service("dispatch-4-" + n, DISPATCH, Map.of()).awaitReady();
        Patience.rest(Duration.ofSeconds(3));
        third.process().stop(Duration.ofSeconds(20));
        sending.awaitQuiet(PATIENCE);

        List<Double> worst = new ArrayList<>();
        for (SimulatorControl.Number number : numbers) {
            worst.add((double) rig.simulator().window(number).worst() / n);
        }
        output.figure(
                new Figure(
                        "window.worst-" + n,
                        worst.stream().mapToDouble(d -> d).max().orElseThrow(),
                        "ratio",
                        "N in any sliding second",
                        worst,
                        "burst, restart, kill, rebalance"));
        return fourth;
    }

    /** Down from 80 to 20 and up again, while it sends; judged by the level last announced. */
    private static void modeSwitch(Output output, Rig rig, Upstream upstream) {
        output.say("window: the level goes from 80 to 20 and back while it sends");
        SimulatorControl.Number number =
                rig.simulator().numbers(1, 15_550_500_000L, false, 1_000_000).getFirst();
        List<SimulatorControl.Number> one = List.of(number);
        upstream.connect(number, ConnectionMode.FULL_MIGRATION, 80);
        upstream.flush();
        Sending sending = new Sending(upstream, rig.simulator(), one, "m");
        sending.command(80 * 8);
        sending.await(80 * 3L, PATIENCE);
        upstream.connect(number, ConnectionMode.COEXISTENCE, 20);
        upstream.flush();
        // The announcement has to arrive; what is judged at 20 begins a second later.
        Patience.rest(Duration.ofSeconds(1));
        long lowered = sending.arrivals(number).size();
        sending.await(lowered + 100, PATIENCE);
        long before = sending.arrivals(number).size();
        upstream.connect(number, ConnectionMode.FULL_MIGRATION, 80);
        upstream.flush();
        sending.await(sending.commanded(), PATIENCE);

        List<Long> all = sending.arrivals(number);
        int worstHigh = Windows.worst(all);
        int worstLow = Windows.worst(all.subList((int) lowered, (int) before));
        List<Double> worst = List.of(worstHigh / 80.0, worstLow / 20.0);
        output.figure(
                new Figure(
                        "window.worst-switch",
                        Math.max(worst.get(0), worst.get(1)),
                        "ratio",
                        "80, and 20 from a second after it was announced",
                        worst,
                        ""));
    }

    private static double steadyShare(List<Long> nanos, int n) {
        // Without the first second, in which a quiet one may still be due.
        List<Long> steady = nanos.subList(Math.min(n, nanos.size() - 2), nanos.size());
        double seconds = (steady.getLast() - steady.getFirst()) / 1e9;
        return (steady.size() - 1) / (n * seconds);
    }

    private static void peers(Output output, Options options) {
        int rounds = options.number("rounds", 7);
        for (Level level : LEVELS.subList(0, 2)) {
            for (PeerLimiter.Kind kind : PeerLimiter.Kind.values()) {
                List<Double> worst = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    worst.add(PeerLimiter.worst(kind, level.perSecond()) / level.perSecond());
                }
                output.figure(
                        Figure.median(
                                "window.peer-worst-" + level.perSecond(),
                                "ratio",
                                kind.label(),
                                worst));
            }
        }
    }
}
