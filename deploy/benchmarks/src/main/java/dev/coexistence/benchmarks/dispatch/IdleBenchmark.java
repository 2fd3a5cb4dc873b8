package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.Options;
import dev.coexistence.benchmarks.figure.Output;
import dev.coexistence.benchmarks.rig.Patience;
import dev.coexistence.benchmarks.rig.Rig;
import dev.coexistence.benchmarks.rig.Service;
import dev.coexistence.benchmarks.rig.SimulatorControl;
import dev.coexistence.schemas.events.ConnectionMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What numbers cost that do nothing. */
public final class IdleBenchmark implements Benchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration WATCHED = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String about() {
        return "--numbers (100,000) registered numbers without work: live heap per number, processor use";
    }

    @Override
    public List<Option> options() {
        return List.of(new Option("numbers", 100_000, "registered numbers"));
    }

    @Override
    public void run(Output output, Options options) {
        int count = options.number("numbers");
        try (Rig rig = new Rig("idle", 12);
                Upstream upstream = new Upstream(rig)) {
            Service dispatch =
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
            Patience.until(
                    "the newest number known",
                    PATIENCE,
                    () -> dispatch.get("/v1/queues/" + newest).status() == 200);
            Patience.rest(Duration.ofSeconds(5));
            double after = dispatch.heapMib();
            Duration used = cpu(dispatch);
            Patience.rest(WATCHED);
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

    private static Duration cpu(Service service) {
        return ProcessHandle.of(service.process().pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("the dispatcher has ended"));
    }
}
