package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.BenchmarkOptions;
import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.FigureOutput;
import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.benchmarks.rig.PollingWait;
import dev.coexistence.benchmarks.rig.ServiceProcess;
import dev.coexistence.benchmarks.rig.SimulatorControl;
import dev.coexistence.schemas.events.ConnectionMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The worst sliding second at the provider, through everything that tempts a limiter. */
public final class WindowBenchmark implements Benchmark {
    private static final String DISPATCH = "outbound-dispatch-service";
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final int FIRST_SECONDS = 12;
    private static final int STEADY_SECONDS = 20;
    private static final List<Integer> LEVELS = List.of(20, 80, 1000);
    private static final List<Integer> PEER_LEVELS = List.of(20, 80);
    // The judge only watches: nothing is refused, so nothing hides.
    private static final int UNLIMITED = 1_000_000;

    @Override
    public String name() {
        return "window";
    }

    @Override
    public String description() {
        return "worst sliding second over N at the provider: burst, restart, kill, rebalance, mode switch, starvation, outages; share used";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("rounds", 7, "rounds of each peer"),
                new Option("highest", 1000, "no number with a higher budget"),
                new Option("fair", 1, "0: bad weather only"),
                new Option("starved", 60, "seconds on busy cores; 0: none"),
                new Option("outages", 20, "outages; 0: none"),
                new Option("longest", 60, "seconds of the longest outage"),
                new Option("seed", 1, "of the outages"));
    }

    @Override
    public void run(FigureOutput output, BenchmarkOptions options) {
        if (options.number("fair") > 0) {
            runDispatcher(output, options);
            peers(output, options);
        }
        var weather = new BadWeather(output);
        if (options.number("starved") > 0) {
            weather.runStarved(options.number("starved"));
        }
        if (options.number("outages") > 0) {
            weather.outages(
                    options.number("outages"), options.number("longest"), options.number("seed"));
        }
    }

    private static void runDispatcher(FigureOutput output, BenchmarkOptions options) {
        int highest = options.number("highest");
        try (BenchmarkRig rig = new BenchmarkRig("window", 4);
                UpstreamSystem upstream = new UpstreamSystem(rig)) {
            rig.judgeFirst();
            ServiceProcess first = rig.service("dispatch-1", DISPATCH, Map.of()).awaitReady();
            Map<SimulatorControl.Number, Integer> numbers = connect(rig, upstream, highest);
            SendWorkload sending = new SendWorkload(upstream, rig.simulator(), numbers, "w");

            output.say("window: a burst after idleness, on a JVM that just started");
            sending.command(FIRST_SECONDS);
            sending.await(sending.commandCount(), PATIENCE);
            output.say("window: steady work");
            sending.command(STEADY_SECONDS);
            sending.await(sending.commandCount(), PATIENCE);
            List<Double> usedFirst = new ArrayList<>();
            List<Double> used = new ArrayList<>();
            numbers.forEach((number, n) -> {
                List<Long> all = sending.arrivals(number);
                usedFirst.add(share(all.subList(0, n * FIRST_SECONDS), n));
                used.add(share(all.subList(n * FIRST_SECONDS, all.size()), n));
            });

            output.say("window: restart while it sends");
            sending.command(8);
            sending.awaitShare(0.7, PATIENCE);
            first.process().stop(Duration.ofSeconds(20));
            ServiceProcess second = rig.service("dispatch-2", DISPATCH, Map.of()).awaitReady();
            sending.awaitQuiet(PATIENCE);

            output.say("window: kill -9 while it sends");
            sending.command(8);
            sending.awaitShare(0.8, PATIENCE);
            second.process().kill();
            ServiceProcess third = rig.service("dispatch-3", DISPATCH, Map.of()).awaitReady();
            sending.awaitQuiet(PATIENCE);

            output.say("window: a second instance joins, then the first leaves");
            sending.command(20);
            sending.awaitShare(0.7, PATIENCE);
            rig.service("dispatch-4", DISPATCH, Map.of()).awaitReady();
            PollingWait.rest(Duration.ofSeconds(3));
            third.process().stop(Duration.ofSeconds(20));
            sending.awaitQuiet(PATIENCE);

            for (int n : LEVELS) {
                report(output, rig, numbers, n);
            }
            output.figure(
                    Figure.median("window.used", "ratio", "N, while there is work", used)
                            .noting("20 s of work, one value per number"));
            output.figure(
                    Figure.median("window.used-first", "ratio", "N, while there is work", usedFirst)
                            .noting("the first 12 s of work of a JVM that just started"));
            modeSwitch(output, rig, upstream);
        }
    }

    private static Map<SimulatorControl.Number, Integer> connect(
            BenchmarkRig rig, UpstreamSystem upstream, int highest) {
        Map<SimulatorControl.Number, Integer> numbers = new LinkedHashMap<>();
        for (int n : LEVELS) {
            if (n > highest) {
                continue;
            }
            boolean app = n == 20;
            int count = n >= 1000 ? 1 : 4;
            for (SimulatorControl.Number number :
                    rig.simulator().numbers(count, 15_550_200_000L + n * 100L, app, UNLIMITED)) {
                numbers.put(number, n);
                upstream.connect(
                        number,
                        app ? ConnectionMode.COEXISTENCE : ConnectionMode.FULL_MIGRATION,
                        n);
            }
        }
        upstream.flush();
        return numbers;
    }

    private static void report(
            FigureOutput output,
            BenchmarkRig rig,
            Map<SimulatorControl.Number, Integer> numbers,
            int n) {
        List<Double> worst = new ArrayList<>();
        numbers.forEach((number, level) -> {
            if (level == n) {
                worst.add((double) rig.simulator().window(number).worst() / n);
            }
        });
        if (!worst.isEmpty()) {
            output.figure(
                    new Figure(
                            "window.worst-" + n,
                            worst.stream().mapToDouble(d -> d).max().orElseThrow(),
                            "ratio",
                            "N in any sliding second",
                            worst,
                            "burst, restart, kill, rebalance; one value per number"));
        }
    }

    /** Down from 80 to 20 and up again, while it sends; judged by the level last announced. */
    private static void modeSwitch(FigureOutput output, BenchmarkRig rig, UpstreamSystem upstream) {
        output.say("window: the level goes from 80 to 20 and back while it sends");
        SimulatorControl.Number number =
                rig.simulator().numbers(1, 15_550_900_000L, false, UNLIMITED).getFirst();
        upstream.connect(number, ConnectionMode.FULL_MIGRATION, 80);
        upstream.flush();
        SendWorkload sending = new SendWorkload(upstream, rig.simulator(), Map.of(number, 80), "m");
        sending.command(8);
        sending.await(80 * 3L, PATIENCE);
        upstream.connect(number, ConnectionMode.COEXISTENCE, 20);
        upstream.flush();
        // The announcement has to arrive; what is judged at 20 begins two seconds later.
        PollingWait.rest(Duration.ofSeconds(2));
        int lowered = sending.arrivals(number).size();
        sending.await(lowered + 100L, PATIENCE);
        int before = sending.arrivals(number).size();
        upstream.connect(number, ConnectionMode.FULL_MIGRATION, 80);
        upstream.flush();
        sending.await(sending.commandCount(), PATIENCE);

        List<Long> all = sending.arrivals(number);
        List<Double> worst =
                List.of(
                        WindowJudge.worst(all) / 80.0,
                        WindowJudge.worst(all.subList(lowered, before)) / 20.0);
        output.figure(
                new Figure(
                        "window.worst-switch",
                        Math.max(worst.get(0), worst.get(1)),
                        "ratio",
                        "80 throughout, and 20 from two seconds after it was announced",
                        worst,
                        "80 to 20 and back while it sends"));
    }

    /** Without the first second, in which a quiet one may still be due. */
    private static double share(List<Long> nanos, int n) {
        List<Long> steady = nanos.subList(Math.min(n, nanos.size() - 2), nanos.size());
        double seconds = (steady.getLast() - steady.getFirst()) / 1e9;
        return (steady.size() - 1) / (n * seconds);
    }

    private static void peers(FigureOutput output, BenchmarkOptions options) {
        int rounds = options.number("rounds");
        for (int n : PEER_LEVELS) {
            for (PeerLimiter.Kind kind : PeerLimiter.Kind.values()) {
                List<Double> worst = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    worst.add(PeerLimiter.worst(kind, n) / n);
                }
                output.figure(
                        Figure.median("window.peer-worst-" + n, "ratio", kind.label(), worst)
                                .noting("idle, burst, restart; at its own door"));
            }
        }
    }
}
