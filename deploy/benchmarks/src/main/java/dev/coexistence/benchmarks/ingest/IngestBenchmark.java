package dev.coexistence.benchmarks.ingest;

import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.BenchmarkOptions;
import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.FigureOutput;
import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.benchmarks.rig.PollingWait;
import dev.coexistence.benchmarks.rig.ServiceProcess;
import dev.coexistence.local.FreePorts;
import dev.coexistence.local.JavaProgram;
import dev.coexistence.local.LocalProcess;
import dev.coexistence.local.ProcessPlan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;

/** Cost of durable acknowledgement, and the check that nothing acknowledged is lost. */
public final class IngestBenchmark implements Benchmark {
    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String description() {
        return "signed webhooks answered after acks=all, against a hello of the same stack; lost over --broker-kills (50)";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("rounds", 7, "rounds that count, of each size"),
                new Option("warm-up", 30, "rounds before them, without latencies"),
                new Option("count", 20_000, "webhooks in a round"),
                new Option("at-a-time", 64, "of them under way at once, as many connections"),
                new Option("broker-kills", 50, "kill -9 of the broker"));
    }

    @Override
    public void run(FigureOutput output, BenchmarkOptions options) {
        int rounds = options.number("rounds");
        int warm = options.number("warm-up");
        int count = options.number("count");
        int atATime = options.number("at-a-time");
        try (BenchmarkRig rig = new BenchmarkRig("ingest", 12)) {
            ServiceProcess ingest =
                    rig.service("ingest", "webhook-ingest-service", Map.of()).awaitReady();
            URI ours = ingest.base().resolve("/webhooks/whatsapp");
            URI hello = hello(rig);
            for (int bytes : new int[] {575, 3_000}) {
                List<Double> ratios = new ArrayList<>();
                List<Double> splitAfter = new ArrayList<>();
                List<Double> p99 = new ArrayList<>();
                double fastest = 0;
                try (WebhookLoad load = new WebhookLoad(bytes, atATime)) {
                    for (int round = 1 - warm; round <= rounds; round++) {
                        output.say("ingest: %d bytes, round %d of %d", bytes, round, rounds);
                        double bound = load.throughput(hello, count, atATime);
                        double speed = load.throughput(ours, count, atATime);
                        // Nothing of this arm is left to do while the next one runs.
                        double behind = RawTopic.awaitSplit(rig);
                        fastest = Math.max(fastest, speed);
                        if (round > 0) {
                            ratios.add(speed / bound);
                            splitAfter.add(behind);
                            p99.add(load.p99(ours, speed / 2, Duration.ofSeconds(5)));
                            RawTopic.awaitSplit(rig);
                        }
                    }
                }
                String suffix = bytes == 575 ? "" : "-3k";
                output.figure(
                        Figure.median(
                                        "ingest.vs-hello" + suffix,
                                        "ratio",
                                        "the same server, hello from the same place below WebFlux",
                                        ratios)
                                .noting("%.0f a second at best".formatted(fastest)));
                output.figure(
                        Figure.median("ingest.split-after-seconds" + suffix, "s", "", splitAfter)
                                .noting(
                                        "from the last answer of a round until all of it was split"));
                output.figure(
                        Figure.median("ingest.p99-ms" + suffix, "ms", "", p99)
                                .noting("at half the throughput of its round"));
            }
        }
        int kills = options.number("broker-kills");
        if (kills > 0) {
            // With a log of its own: after each kill the broker reads again what it had not synced.
            try (BenchmarkRig rig = new BenchmarkRig("ingest-kills", 12)) {
                measureLoss(output, kills, rig);
            }
        }
    }

    private static void measureLoss(FigureOutput output, int kills, BenchmarkRig rig) {
        URI endpoint =
                rig.service("ingest", "webhook-ingest-service", Map.of())
                        .awaitReady()
                        .base()
                        .resolve("/webhooks/whatsapp");
        AtomicLong refused = new AtomicLong();
        int killed = 0;
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean stop = new AtomicBoolean();
        try (WebhookLoad load = new WebhookLoad(575, 16)) {
            Thread sender =
                    Thread.ofPlatform()
                            .start(() ->
                                    Flux.<byte[]>generate(
                                                    sink -> {
                                                        if (stop.get()) {
                                                            sink.complete();
                                                        } else {
                                                            sink.next(load.body());
                                                        }
                                                    })
                                            .flatMap(
                                                    body ->
                                                            load.post(endpoint, body)
                                                                    .doOnNext(status ->
                                                                            note(
                                                                                    status,
                                                                                    body,
                                                                                    acknowledged,
                                                                                    refused)),
                                                    16)
                                            .blockLast());
            while (killed < kills) {
                int before = acknowledged.size();
                PollingWait.await(
                        "webhooks acknowledged",
                        Duration.ofMinutes(1),
                        () -> acknowledged.size() > before + 500);
                LocalProcess broker = rig.broker().launch();
                long refusedBefore = refused.get();
                broker.kill();
                PollingWait.await(
                        "webhooks refused without a broker",
                        Duration.ofMinutes(1),
                        () -> !broker.isAlive() && refused.get() > refusedBefore);
                killed++;
                rig.broker().start();
                output.say("ingest: broker killed %d of %d", killed, kills);
            }
            int before = acknowledged.size();
            PollingWait.await(
                    "webhooks acknowledged after the last kill",
                    Duration.ofMinutes(1),
                    () -> acknowledged.size() > before + 500);
            stop.set(true);
            join(sender);
        }
        Set<String> stored = RawTopic.wamids(rig);
        long missing = acknowledged.stream().filter(id -> !stored.contains(id)).count();
        output.figure(
                Figure.count("ingest.lost", missing, "count")
                        .noting(
                                "%d acknowledged and %d refused over %d kills of the broker"
                                        .formatted(acknowledged.size(), refused.get(), killed)));
    }

    private static void note(
            int status, byte[] body, Set<String> acknowledged, AtomicLong refused) {
        if (status == 200) {
            acknowledged.add(RawTopic.wamid(body));
        } else {
            refused.incrementAndGet();
        }
    }

    private static URI hello(BenchmarkRig rig) {
        int port = FreePorts.next();
        JavaProgram program =
                JavaProgram.ofClassPath(
                                System.getProperty("java.class.path"), HelloApplication.class)
                        .withFullCompiler()
                        .withOptions(List.of("-Xmx256m"));
        rig.closeLater(
                LocalProcess.start(
                        new ProcessPlan(
                                "hello",
                                program.command(),
                                Map.of("SERVER_PORT", Integer.toString(port)),
                                Path.of(
                                        System.getProperty("coexistence.root", "."),
                                        "deploy/benchmarks/target/rig/ingest/hello.log"))));
        PollingWait.await("hello answers", Duration.ofSeconds(60), () -> FreePorts.taken(port));
        return URI.create("http://127.0.0.1:" + port + "/webhooks/whatsapp");
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
