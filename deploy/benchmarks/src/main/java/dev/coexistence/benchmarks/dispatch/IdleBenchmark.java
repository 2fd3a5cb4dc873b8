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
import java.util.List;
import java.util.Map;

/** Cost of numbers that send and receive nothing. */
public final class IdleBenchmark implements Benchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration WATCHED = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String description() {
        return "--numbers (100,000) registered numbers without work: live heap per number, processor use";
    }

    @Override
    public List<Option> options() {
        return List.of(new Option("numbers", 100_000, "registered numbers"));
    }

    @Override
    public void run(FigureOutput output, BenchmarkOptions options) {
        int count = options.number("numbers");
        try (BenchmarkRig rig = new BenchmarkRig("idle", 12);
                UpstreamSystem upstream = new UpstreamSystem(rig)) {
            ServiceProcess dispatch =
                    rig.service(
                                    "dispatch",
                                    "outbound-dispatch-service",
                                    List.of("-Xmx512m"),
                                    Map.of())
                            .awaitReady();
            double before = dispatch.heapMib();
            String last = "";
            for (int i = 0; i < count; i++) {
                last = Long.toString(910_000_000_000_000L + i);
                upstream.connect(
                        new SimulatorControl.Number(last, "token-" + i, 20),
                        ConnectionMode.COEXISTENCE,
                        20);
            }
            upstream.flush();
            String newest = last;
            PollingWait.await(
                    "the newest number known",
                    PATIENCE,
                    () -> dispatch.get("/v1/queues/" + newest).status() == 200);
            PollingWait.rest(Duration.ofSeconds(5));
            double after = dispatch.heapMib();
            Duration used = cpu(dispatch);
            PollingWait.rest(WATCHED);
            Duration more = cpu(dispatch).minus(used);
            output.figure(
                    Figure.count(
                                    "idle.bytes-per-number",
                                    Math.max(0, after - before) * 1024 * 1024 / count,
                                    "bytes")
                            .noting(
                                    "%d numbers, live heap %.0f to %.0f MiB"
                                            .formatted(count, before, after)));
            output.figure(
                    Figure.count(
                                    "idle.cpu-percent",
                                    100.0 * more.toMillis() / WATCHED.toMillis(),
                                    "percent of one core")
                            .noting("over %d s".formatted(WATCHED.toSeconds())));
        }
    }

    private static Duration cpu(ServiceProcess service) {
        return ProcessHandle.of(service.process().pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("the dispatcher has ended"));
    }
}
