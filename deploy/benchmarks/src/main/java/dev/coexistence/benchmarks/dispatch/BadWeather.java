package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.FigureOutput;
import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.benchmarks.rig.BusyCores;
import dev.coexistence.benchmarks.rig.PollingWait;
import dev.coexistence.benchmarks.rig.ServiceProcess;
import dev.coexistence.benchmarks.rig.SimulatorControl;
import dev.coexistence.schemas.events.ConnectionMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The worst sliding second while the machine is starved, and around outages. */
final class BadWeather {
    private static final String DISPATCH = "outbound-dispatch-service";
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final int BUSY = 6;
    private static final int UNLIMITED = 1_000_000;
    private static final int COEXISTENCE = 20;
    private static final int SHORTEST_OUTAGE = 5;

    private final FigureOutput output;

    BadWeather(FigureOutput output) {
        this.output = output;
    }

    /** Work on four numbers of 20 and four of 80 while six processes keep the cores busy. */
    void runStarved(int seconds) {
        try (BenchmarkRig rig = new BenchmarkRig("window-starved", 4);
                UpstreamSystem upstream = new UpstreamSystem(rig)) {
            Map<SimulatorControl.Number, Integer> numbers = new LinkedHashMap<>();
            connect(rig, upstream, numbers, 15_550_300_000L, 4, 20);
            connect(rig, upstream, numbers, 15_550_310_000L, 4, 80);
            SendWorkload sending = new SendWorkload(upstream, rig.simulator(), numbers, "s");
            rig.service("dispatch", DISPATCH, Map.of()).awaitReady();
            output.say("window: six processes keep the cores busy for %d s", seconds);
            long left;
            try (BusyCores _ = new BusyCores(BUSY, rig.folder())) {
                sending.command(seconds);
                PollingWait.rest(Duration.ofSeconds(seconds));
                left = sending.acceptedCount();
            }
            sending.await(sending.commandCount(), PATIENCE);

            List<Double> worst = new ArrayList<>();
            numbers.forEach(
                    (number, n) -> worst.add((double) rig.simulator().window(number).worst() / n));
            output.say(
                    "window: %.2f of the budget was used on busy cores",
                    (double) left / sending.commandCount());
            output.figure(
                    worst(
                            "window.worst-starved",
                            worst,
                            "six processes keep both cores busy; one value per number"));
        }
    }

    private static void connect(
            BenchmarkRig rig,
            UpstreamSystem upstream,
            Map<SimulatorControl.Number, Integer> numbers,
            long first,
            int count,
            int budget) {
        boolean app = budget == COEXISTENCE;
        for (SimulatorControl.Number number :
                rig.simulator().numbers(count, first, app, UNLIMITED)) {
            numbers.put(number, budget);
            upstream.connect(
                    number,
                    app ? ConnectionMode.COEXISTENCE : ConnectionMode.FULL_MIGRATION,
                    budget);
        }
        upstream.flush();
    }

    /** Outages of PostgreSQL, the broker and both, while numbers send and are written to. */
    void outages(int rounds, int longest, long seed) {
        var chance = new SplittableRandom(seed);
        try (BenchmarkRig rig = new BenchmarkRig("window-outage", 4);
                UpstreamSystem upstream = new UpstreamSystem(rig)) {
            rig.judgeFirst();
            SimulatorControl simulator = rig.simulator();
            var ingest = rig.service("ingest", "webhook-ingest-service", Map.of()).awaitReady();
            simulator.webhook(ingest.base().resolve("/webhooks/whatsapp"), BenchmarkRig.APP_SECRET);
            var dispatch = rig.service("dispatch", DISPATCH, Map.of()).awaitReady();
            Map<SimulatorControl.Number, Integer> numbers = new LinkedHashMap<>();
            connect(rig, upstream, numbers, 15_550_320_000L, 3, COEXISTENCE);
            List<SimulatorControl.Number> all = List.copyOf(numbers.keySet());
            SendWorkload sending = new SendWorkload(upstream, simulator, numbers, "o");
            List<Double> worst = new ArrayList<>();
            try (BothWays writing = new BothWays(simulator, all)) {
                PollingWait.rest(Duration.ofSeconds(5));
                // First words cannot be known before their webhook: what is judged begins after it.
                PollingWait.await(
                        "inbound traffic of each number is known",
                        PATIENCE,
                        () -> all.stream().allMatch(number -> leavesRoom(dispatch, number)));
                for (int round = 1; round <= rounds; round++) {
                    Away away = Away.values()[chance.nextInt(Away.values().length)];
                    int seconds =
                            SHORTEST_OUTAGE
                                    + chance.nextInt(Math.max(1, longest - SHORTEST_OUTAGE + 1));
                    all.forEach(simulator::judgeAnew);
                    outage(rig, sending, away, seconds);
                    double of = worstCounted(simulator, all);
                    worst.add(of);
                    output.say(
                            "window: outage %d of %d, %s for %d s: %.2f",
                            round, rounds, away, seconds, of);
                    if (writing.failed()) {
                        throw new IllegalStateException("Nobody writes to the numbers any more");
                    }
                }
            }
            output.figure(
                    worst(
                            "window.worst-outage",
                            worst,
                            ("PostgreSQL and broker stopped 5 to %d s under traffic in both"
                                            + " directions, seed %d; one value per outage")
                                    .formatted(longest, seed)));
        }
    }

    private static boolean leavesRoom(ServiceProcess dispatch, SimulatorControl.Number number) {
        String queue = dispatch.get("/v1/queues/" + number.id()).body();
        return !queue.contains("\"inboundShare\":0.0") && queue.contains("\"inboundShare\":0.");
    }

    private static void outage(BenchmarkRig rig, SendWorkload sending, Away away, int seconds) {
        SimulatorControl simulator = rig.simulator();
        long before = simulator.acceptedCount();
        // More than can leave until the round is over.
        long waiting = sending.commandCount() - before;
        sending.command((int) Math.max(0, seconds + 40 - waiting / sending.atATime()));
        PollingWait.await("it sends", PATIENCE, () -> simulator.acceptedCount() > before);
        PollingWait.rest(Duration.ofSeconds(5));
        away.begin(rig);
        try {
            PollingWait.rest(Duration.ofSeconds(seconds));
        } finally {
            away.end(rig);
        }
        long since = simulator.acceptedCount();
        PollingWait.await("it sends again", PATIENCE, () -> simulator.acceptedCount() > since + 20);
        PollingWait.rest(Duration.ofSeconds(8));
    }

    private static double worstCounted(
            SimulatorControl simulator, List<SimulatorControl.Number> numbers) {
        return numbers.stream()
                .mapToDouble(
                        number -> (double) simulator.window(number).worstCounted() / COEXISTENCE)
                .max()
                .orElseThrow();
    }

    private static Figure worst(String name, List<Double> worst, String note) {
        return new Figure(
                name,
                worst.stream().mapToDouble(d -> d).max().orElseThrow(),
                "ratio",
                "N in any sliding second",
                worst,
                note);
    }

    /** The part that is taken away. */
    private enum Away {
        POSTGRES(true, false),
        BROKER(false, true),
        BOTH(true, true);

        private final boolean postgres;
        private final boolean broker;

        Away(boolean postgres, boolean broker) {
            this.postgres = postgres;
            this.broker = broker;
        }

        void begin(BenchmarkRig rig) {
            if (postgres) {
                rig.postgres().stop();
            }
            if (broker) {
                rig.broker().stop();
            }
        }

        void end(BenchmarkRig rig) {
            if (postgres) {
                rig.postgres().start();
            }
            if (broker) {
                rig.broker().start();
            }
        }
    }
}
