package dev.coexistence.benchmarks.conversation;

import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.BenchmarkOptions;
import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.FigureOutput;
import dev.coexistence.benchmarks.ingest.WebhookLoad;
import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.benchmarks.rig.PollingWait;
import dev.coexistence.benchmarks.rig.ServiceProcess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Delay from a message typed on the owner's phone to its event in the stream that watchers of the
 * conversations read.
 */
public final class EchoBenchmark implements Benchmark {
    private static final Duration ROUND = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int NUMBERS = 20;
    private static final int CUSTOMERS = 500;

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String description() {
        return "ms from an echo's webhook to the server-sent event, through ingest, Kafka and PostgreSQL";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("rounds", 7, "rounds of 10 s that count"),
                new Option("warm-up", 3, "rounds before them"),
                new Option("per-second", 200, "echoes a second"));
    }

    @Override
    public void run(FigureOutput output, BenchmarkOptions options) throws Exception {
        int rounds = options.number("rounds");
        int perSecond = options.number("per-second");
        List<Double> p50 = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        try (BenchmarkRig rig = new BenchmarkRig("echo", 12);
                WebhookLoad load = new WebhookLoad(575, 16)) {
            ServiceProcess ingest = rig.service("ingest", "webhook-ingest-service", Map.of());
            ServiceProcess conversation =
                    rig.service(
                            "conversation",
                            "conversation-service",
                            Map.of("MEDIA_FOLDER", rig.folder().resolve("media").toString()));
            ingest.awaitReady();
            conversation.awaitReady();
            URI endpoint = ingest.base().resolve("/webhooks/whatsapp");
            try (EchoesSeen seen = EchoesSeen.of(conversation.base().resolve("/v1/events"))) {
                long next = 0;
                for (int round = 1 - options.number("warm-up"); round <= rounds; round++) {
                    output.say("echo: round %d of %d", round, rounds);
                    long[] taken = round(load, endpoint, seen, next, perSecond);
                    next += taken.length;
                    if (round > 0) {
                        p50.add(taken[taken.length / 2] / 1e6);
                        p99.add(taken[(int) (taken.length * 0.99)] / 1e6);
                    }
                }
            }
        }
        String note = "%d a second, from when each was due".formatted(perSecond);
        output.figure(Figure.median("echo.p50-ms", "ms", "", p50).noting(note));
        output.figure(Figure.median("echo.p99-ms", "ms", "", p99).noting(note));
    }

    /** Nanoseconds from when each was due to when it was seen, the shortest first. */
    private static long[] round(
            WebhookLoad load, URI endpoint, EchoesSeen seen, long first, int perSecond) {
        int count = (int) (perSecond * ROUND.toSeconds());
        long[] due = new long[count];
        AtomicLong refused = new AtomicLong();
        long start = System.nanoTime() + 200_000_000L;
        for (int i = 0; i < count; i++) {
            due[i] = start + i * 1_000_000_000L / perSecond;
            PollingWait.rest(Duration.ofNanos(Math.max(0, due[i] - System.nanoTime())));
            load.post(endpoint, body(first + i))
                    .subscribe(status -> refused.addAndGet(status == 200 ? 0 : 1));
        }
        PollingWait.await(
                "every echo seen",
                PATIENCE,
                () -> refused.get() > 0 || seen.all(first, first + count));
        if (refused.get() > 0) {
            throw new IllegalStateException(refused + " webhooks were not answered with 200");
        }
        long[] taken = new long[count];
        for (int i = 0; i < count; i++) {
            taken[i] = seen.nanosOf(first + i) - due[i];
        }
        Arrays.sort(taken);
        return taken;
    }

    private static byte[] body(long index) {
        return """
        {"object":"whatsapp_business_account","entry":[{"id":"200000000000001","changes":[{"value":\
        {"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100200",\
        "phone_number_id":"%d"},"message_echoes":[{"from":"15550100200","to":"%d","id":"%s",\
        "timestamp":"1767000000","type":"text","text":{"body":"Your order %d is on its way"}}]},\
        "field":"smb_message_echoes"}]}]}\
        """
                .formatted(
                        930_000_000_000_000L + index % NUMBERS,
                        15_560_000_000L + index % CUSTOMERS,
                        EchoesSeen.wamid(index),
                        index)
                .getBytes(StandardCharsets.UTF_8);
    }
}
