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
import dev.coexistence.simulator.guarantees.Arrived;
import dev.coexistence.simulator.guarantees.AtMostOnce;
import dev.coexistence.simulator.guarantees.Commanded;
import dev.coexistence.simulator.guarantees.Ended;
import dev.coexistence.simulator.guarantees.Guarantee;
import dev.coexistence.simulator.guarantees.Guarantees;
import dev.coexistence.simulator.guarantees.NothingLost;
import dev.coexistence.simulator.guarantees.OrderPerRecipient;
import dev.coexistence.simulator.guarantees.Violation;
import dev.coexistence.simulator.guarantees.WithinBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** kill -9 of the dispatcher at random points while it sends. */
public final class KillBenchmark implements Benchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int NUMBERS = 10;
    private static final int RECIPIENTS = 400;

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String description() {
        return "kill -9 of the dispatcher at random points, --kills N (50), --seed S: duplicates, lost, overshoot, unknown, resume";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("kills", 50, "kill -9"),
                new Option("seed", 0, "of the moments of the kills; 0: a new one"));
    }

    @Override
    public void run(FigureOutput output, BenchmarkOptions options) {
        int kills = options.number("kills");
        int asked = options.number("seed");
        long seed = asked == 0 ? System.nanoTime() & 0xffffff : asked;
        output.say("kill: %d kills, seed %d", kills, seed);
        SplittableRandom chance = new SplittableRandom(seed);
        try (BenchmarkRig rig = new BenchmarkRig("kill", 4);
                UpstreamSystem upstream = new UpstreamSystem(rig);
                ResultReader results = new ResultReader(rig)) {
            rig.judgeFirst();
            ServiceProcess ingest =
                    rig.service("ingest", "webhook-ingest-service", Map.of()).awaitReady();
            SimulatorControl simulator = rig.simulator();
            simulator.webhook(ingest.base().resolve("/webhooks/whatsapp"), BenchmarkRig.APP_SECRET);
            List<SimulatorControl.Number> numbers = new ArrayList<>();
            numbers.addAll(simulator.numbers(NUMBERS / 2, 15_550_800_000L, true, 1_000_000));
            numbers.addAll(simulator.numbers(NUMBERS / 2, 15_550_810_000L, false, 1_000_000));
            for (int i = 0; i < NUMBERS; i++) {
                boolean app = i < NUMBERS / 2;
                upstream.connect(
                        numbers.get(i),
                        app ? ConnectionMode.COEXISTENCE : ConnectionMode.FULL_MIGRATION,
                        budget(i));
            }
            upstream.flush();
            Watch watch = new Watch(numbers, upstream);
            Map<String, String> environment =
                    Map.of(
                            "DISPATCH_INTAKE_INSTANCEID", "killed",
                            "DISPATCH_QUEUE_UNKNOWNDEADLINE", "10s");
            ServiceProcess dispatch =
                    rig.service("dispatch-0", "outbound-dispatch-service", environment)
                            .awaitReady();
            List<Double> resumes = new ArrayList<>();
            List<Double> outages = new ArrayList<>();
            List<Double> unknowns = new ArrayList<>();
            for (int kill = 1; kill <= kills; kill++) {
                watch.command(150, 450);
                long before = simulator.arrivalCount();
                PollingWait.await("it sends", PATIENCE, () -> simulator.arrivalCount() > before);
                PollingWait.rest(Duration.ofMillis(chance.nextLong(2000)));
                int doubtedBefore = results.doubted().size();
                dispatch.process().kill();
                long killed = System.nanoTime();
                long last = simulator.arrivalCount();
                dispatch =
                        rig.service("dispatch-" + kill, "outbound-dispatch-service", environment);
                ServiceProcess restarted = dispatch;
                restarted.awaitReady();
                long ready = System.nanoTime();
                PollingWait.await(
                        "it sends again", PATIENCE, () -> simulator.arrivalCount() > last);
                resumes.add((System.nanoTime() - ready) / 1e9);
                outages.add((System.nanoTime() - killed) / 1e9);
                results.read(Duration.ofMillis(500));
                unknowns.add((double) results.doubted().size() - doubtedBefore);
                output.say(
                        "kill: %d of %d, up after %.1f s, sending %.2f s later",
                        kill, kills, (ready - killed) / 1e9, resumes.getLast());
            }
            output.say("kill: waiting for the rest");
            PollingWait.await(
                    "every command ended",
                    Duration.ofMinutes(10),
                    () -> {
                        results.read(Duration.ofMillis(200));
                        return results.terminal().size() >= watch.commands();
                    });
            report(
                    output,
                    watch,
                    results,
                    simulator,
                    new Marks(kills, seed, resumes, outages, unknowns));
        }
    }

    private record Marks(
            int kills,
            long seed,
            List<Double> resumes,
            List<Double> outages,
            List<Double> unknowns) {}

    private static void report(
            FigureOutput output,
            Watch watch,
            ResultReader results,
            SimulatorControl simulator,
            Marks marks) {
        List<Violation> violations = watch.judge(results, simulator.allArrivals(0));
        violations.stream()
                .limit(20)
                .forEach(v -> output.say("kill: %s: %s", v.guarantee(), v.sentence()));
        String note =
                "%d kills, seed %d, %d commands, %d in doubt for a while"
                        .formatted(
                                marks.kills(),
                                marks.seed(),
                                watch.commands(),
                                results.doubted().size());
        output.figure(count("kill.duplicates", violations, AtMostOnce.class).noting(note));
        output.figure(count("kill.lost", violations, NothingLost.class).noting(note));
        output.figure(count("kill.overshoot", violations, WithinBudget.class).noting(note));
        output.figure(count("kill.disorder", violations, OrderPerRecipient.class).noting(note));
        output.figure(
                new Figure(
                        "kill.unknown-max",
                        marks.unknowns().stream().mapToDouble(d -> d).max().orElse(0),
                        "count",
                        "",
                        marks.unknowns(),
                        "commands in doubt after one kill"));
        output.figure(
                Figure.median("kill.resume-seconds", "s", "", marks.resumes())
                        .noting(
                                "from ready to the first arrival; from the kill %.1f s in the median, the start of the JVM included"
                                        .formatted(Figure.medianOf(marks.outages()))));
    }

    private static Figure count(
            String name, List<Violation> violations, Class<? extends Guarantee> guarantee) {
        long count =
                violations.stream()
                        .filter(v -> v.guarantee().equals(guarantee.getSimpleName()))
                        .count();
        return Figure.count(name, count, "count");
    }

    private static int budget(int index) {
        return index < NUMBERS / 2 ? 20 : 80;
    }

    /** Record of the commands, judged at the end. */
    private static final class Watch {
        private final List<SimulatorControl.Number> numbers;
        private final UpstreamSystem upstream;
        private final List<Commanded> commanded = new ArrayList<>();
        private long next;

        Watch(List<SimulatorControl.Number> numbers, UpstreamSystem upstream) {
            this.numbers = numbers;
            this.upstream = upstream;
        }

        /** Many recipients of few messages each, so that order matters and the pair limit not. */
        void command(int forApps, int forOthers) {
            for (int i = 0; i < NUMBERS; i++) {
                SimulatorControl.Number number = numbers.get(i);
                int count = i < NUMBERS / 2 ? forApps : forOthers;
                for (int c = 0; c < count; c++) {
                    String id = "k-" + next;
                    String to = "1556" + (1_000_000 + next % RECIPIENTS * 1000 + next / 40_000);
                    next++;
                    upstream.send(id, number.id(), "+" + to);
                    commanded.add(new Commanded(id, number.id(), to, "NORMAL", System.nanoTime()));
                }
            }
            upstream.flush();
        }

        int commands() {
            return commanded.size();
        }

        List<Violation> judge(ResultReader results, List<SimulatorControl.Arrival> arrivals) {
            WithinBudget within =
                    new WithinBudget(number -> {
                        for (int i = 0; i < NUMBERS; i++) {
                            if (numbers.get(i).id().equals(number)) {
                                return budget(i);
                            }
                        }
                        return 0;
                    });
            Guarantees all =
                    Guarantees.of(
                            new AtMostOnce(), new NothingLost(), new OrderPerRecipient(), within);
            commanded.forEach(all::commanded);
            for (SimulatorControl.Arrival a : arrivals) {
                all.arrived(new Arrived(a.command(), a.number(), a.to(), a.accepted(), a.nanos()));
            }
            results.terminal().forEach((id, outcome) -> all.ended(new Ended(id, outcome, 0)));
            return all.finish();
        }
    }
}
