package dev.coexistence.ingest.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.ingest.Samples;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.InMemorySchemaRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Items per second against a bare parser over the same bytes, the arms in turn, the median of the
 * rounds. Asked for by name: {@code -Dtest=SplitSpeedTest -Dtest.args=-Dsplit.speed=true
 * -Djvm.test.args=-XX:+UseSerialGC}.
 */
@EnabledIfSystemProperty(named = "split.speed", matches = "true")
class SplitSpeedTest {
    private static final int ROUNDS = 9;
    private static final long ROUND_NANOS = 300_000_000L;

    private final JsonFactory factory = new JsonFactory();
    private final EventSerde serde = new EventSerde(new InMemorySchemaRegistry());

    @Test
    void splitsAtAFairShareOfABareParser() {
        measure("one text", 1, Samples.textWebhook("wamid.ONE", "x".repeat(200)));
        measure("1,000 messages", 1_000, webhook("messages", "messages", 1_000, 60));
        measure("3 MB of history", 12_000, history(12_000));
    }

    private void measure(String name, int items, String json) {
        byte[] body = Samples.bytes(json);
        double[] parse = new double[ROUNDS];
        double[] split = new double[ROUNDS];
        double[] write = new double[ROUNDS];
        for (int round = -3; round < ROUNDS; round++) {
            double parsed = itemsPerSecond(items, body, this::parse);
            double splits = itemsPerSecond(items, body, this::split);
            double writes = itemsPerSecond(items, body, this::splitAndWrite);
            if (round >= 0) {
                parse[round] = parsed;
                split[round] = splits;
                write[round] = writes;
            }
        }
        System.out.printf(
                "%s (%,d B): bare parser %,.0f items/s; split %,.0f items/s = %.2f; split and written as Avro %,.0f items/s = %.2f%n",
                name,
                body.length,
                median(parse),
                median(split),
                median(split) / median(parse),
                median(write),
                median(write) / median(parse));
        assertThat(median(split)).isPositive();
    }

    private static double itemsPerSecond(int items, byte[] body, ToIntFunction<byte[]> arm) {
        long begin = System.nanoTime();
        long done = 0;
        long spent;
        do {
            done += arm.applyAsInt(body) > 0 ? items : 0;
            spent = System.nanoTime() - begin;
        } while (spent < ROUND_NANOS);
        return done * 1e9 / spent;
    }

    private int parse(byte[] body) {
        int tokens = 0;
        try (var parser = factory.createParser(ObjectReadContext.empty(), body)) {
            while (parser.nextToken() != null) {
                tokens += parser.getString() == null ? 0 : 1;
            }
        }
        return tokens;
    }

    private int split(byte[] body) {
        return Splitting.split(body).size();
    }

    private int splitAndWrite(byte[] body) {
        int bytes = 0;
        for (Piece piece : Splitting.split(body)) {
            bytes += piece instanceof Piece.Event<?> event ? written(event) : 0;
        }
        return bytes;
    }

    private <T extends SpecificRecord> int written(Piece.Event<T> event) {
        return serde.write(event.topic(), event.event()).length;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String webhook(String field, String array, int count, int length) {
        return Samples.webhook(
                field,
                Samples.value(
                        "\"" + array + "\":[" + String.join(",", texts(count, length)) + "]"));
    }

    private static String history(int count) {
        return Samples.webhook(
                "history",
                Samples.value(
                        "\"history\":[{\"metadata\":{\"phase\":0,\"chunk_order\":1,\"progress\":10},\"threads\":"
                                + "[{\"id\":\"15550100999\",\"messages\":["
                                + String.join(",", texts(count, 120))
                                + "]}]}]"));
    }

    private static List<String> texts(int count, int length) {
        String text = "z".repeat(length);
        return IntStream.range(0, count)
                .mapToObj(i -> Samples.text("wamid.SPEED" + i, text))
                .collect(Collectors.toList());
    }
}
