package dev.coexistence.benchmarks.ingest;

import dev.coexistence.benchmarks.figure.Benchmark;
import dev.coexistence.benchmarks.figure.BenchmarkOptions;
import dev.coexistence.benchmarks.figure.Figure;
import dev.coexistence.benchmarks.figure.FigureOutput;
import dev.coexistence.ingest.split.Splitter;
import dev.coexistence.ingest.split.event.NumberDirectory;
import dev.coexistence.ingest.split.event.RawWebhook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Cost of splitting a webhook beyond reading its bytes. */
public final class SplitBenchmark implements Benchmark {
    private static final long ROUND_NANOS = 300_000_000L;
    private static final String NUMBER = "900000000000001";

    private final JsonFactory factory = new JsonFactory();
    private final Splitter splitter = new Splitter(NumberDirectory.NONE);

    /** A body and what stands in it. */
    private record Sample(String name, int items, byte[] body) {}

    @Override
    public String name() {
        return "split";
    }

    @Override
    public String description() {
        return "webhooks split into typed events, items a second against a bare parser over the"
                + " same bytes";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("rounds", 7, "rounds that count"),
                new Option("warm-up", 4, "rounds before them"));
    }

    @Override
    public void run(FigureOutput output, BenchmarkOptions options) {
        List<Sample> samples =
                List.of(
                        new Sample("one", 1, messages(1, 200)),
                        new Sample("messages", 1_000, messages(1_000, 60)),
                        new Sample("history", 12_000, history(12_000, 120)));
        // All shapes before any of them counts: the compiler shall not know one shape only.
        for (int round = 0; round < options.number("warm-up"); round++) {
            samples.forEach(sample -> perSecond(sample, this::parse));
            samples.forEach(sample -> perSecond(sample, this::split));
        }
        samples.forEach(sample -> measure(output, sample, options.number("rounds")));
    }

    private void measure(FigureOutput output, Sample sample, int rounds) {
        List<Double> parsed = new ArrayList<>();
        List<Double> split = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            output.say("split: %s, round %d of %d", sample.name(), round + 1, rounds);
            parsed.add(perSecond(sample, this::parse));
            split.add(perSecond(sample, this::split));
        }
        output.figure(
                Figure.median(
                                "split.vs-parser-" + sample.name(),
                                "ratio",
                                "Jackson's parser over all tokens and texts",
                                Figure.ratios(split, parsed))
                        .noting(
                                "%d items in %d bytes; %.0f items a second, the parser %.0f"
                                        .formatted(
                                                sample.items(),
                                                sample.body().length,
                                                Figure.medianOf(split),
                                                Figure.medianOf(parsed))));
    }

    private static double perSecond(Sample sample, ToIntFunction<byte[]> arm) {
        long began = System.nanoTime();
        long items = 0;
        long spent;
        do {
            int found = arm.applyAsInt(sample.body());
            if (found < sample.items()) {
                throw new IllegalStateException(found + " items found in " + sample.name());
            }
            items += sample.items();
            spent = System.nanoTime() - began;
        } while (spent < ROUND_NANOS);
        return items * 1e9 / spent;
    }

    /** As many texts as there are; more than there are items. */
    private int parse(byte[] body) {
        int texts = 0;
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), body)) {
            while (parser.nextToken() != null) {
                texts += parser.getString() == null ? 0 : 1;
            }
        }
        return texts;
    }

    private int split(byte[] body) {
        return splitter.split(new RawWebhook(0, 0, NUMBER, Instant.EPOCH, body)).size();
    }

    private static byte[] messages(int count, int length) {
        return webhook("messages", "\"messages\":[" + texts(count, length) + "]");
    }

    private static byte[] history(int count, int length) {
        return webhook(
                "history",
                "\"history\":[{\"metadata\":{\"phase\":0,\"chunk_order\":1,\"progress\":10},\"threads\":"
                        + "[{\"id\":\"15550100999\",\"messages\":["
                        + texts(count, length)
                        + "]}]}]");
    }

    private static String texts(int count, int length) {
        String text = "z".repeat(length);
        return IntStream.range(0, count)
                .mapToObj(i ->
                        """
                        {"from":"15550100999","id":"wamid.SPLIT%d","timestamp":"1767000000",\
                        "type":"text","text":{"body":"%s"}}\
                        """
                                .formatted(i, text))
                .collect(Collectors.joining(","));
    }

    private static byte[] webhook(String field, String items) {
        return """
        {"object":"whatsapp_business_account","entry":[{"id":"200000000000001","changes":[{"field":"%s",\
        "value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100200",\
        "phone_number_id":"%s"},%s}}]}]}\
        """
                .formatted(field, NUMBER, items)
                .getBytes(StandardCharsets.UTF_8);
    }
}
