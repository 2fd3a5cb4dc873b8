package dev.coexistence.ingest.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.ingest.Signed;
import dev.coexistence.ingest.receive.LoopbackEndpoint;
import dev.coexistence.ingest.split.event.MalformedItem;
import dev.coexistence.ingest.split.event.SplitItem;
import dev.coexistence.ingest.split.json.CleanText;
import dev.coexistence.ingest.split.json.JsonReader;
import dev.coexistence.schemas.EventSerde;
import dev.coexistence.schemas.InMemorySchemaRegistry;
import dev.coexistence.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Mutated bodies, by default 100,000 of one seed, each over HTTP into the acknowledging path, out
 * of Kafka's client as a record, and through the splitter. A longer run: {@code
 * -Dtest.args="-Dfuzz.bodies=5000000 -Dfuzz.seed=7"}; one body again: {@code -Dfuzz.seed=…
 * -Dfuzz.only=…}.
 */
class FuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_122L);
    private static final long BODIES = Long.getLong("fuzz.bodies", 100_000L);
    private static final long ONLY = Long.getLong("fuzz.only", -1L);
    private static final int AT_ONCE = 200;
    private static final int FORGED_ONE_IN = 10;
    private static final int READ_AGAIN_ONE_IN = 10;

    private final EventSerde serde = new EventSerde(new InMemorySchemaRegistry());
    private final JsonMapper json = new JsonMapper();
    private final Map<String, Long> counts = new ConcurrentSkipListMap<>();

    @Test
    void everyBodyIsAnsweredAndEveryItemIsAnEventOrADeadLetter() throws Exception {
        long first = Math.max(ONLY, 0);
        long end = ONLY < 0 ? BODIES : ONLY + 1;
        try (var endpoint = new LoopbackEndpoint()) {
            for (long number = first; number < end; number += AT_ONCE) {
                check(number, Math.min(end, number + AT_ONCE), endpoint);
            }
            assertThat(endpoint.count("accepted")).isEqualTo(end - first);
            assertThat(endpoint.count("bad_signature"))
                    .isEqualTo(counts.getOrDefault("forged", 0L).doubleValue());
            assertThat(endpoint.count("failed")).isZero();
            assertThat(endpoint.isIdle()).isTrue();
        }

        assertThat(counts.get("items"))
                .as("Fuzz seed %d, bodies %d: %s", SEED, end - first, counts)
                .isEqualTo(sum("event ") + sum("dead "))
                .isGreaterThanOrEqualTo(end - first);
        if (ONLY < 0) {
            assertThat(counts.keySet())
                    .contains("event whatsapp.inbound-messages", "event whatsapp.history")
                    .contains("event whatsapp.contacts", "event whatsapp.account-events")
                    .contains("dead NOT_JSON", "dead NO_WAMID", "dead NOT_AN_OBJECT");
            assertThat(counts).doesNotContainKey("dead " + MalformedItem.UNREADABLE);
        }
    }

    /** Sends these bodies, forgeries among them, and splits what was kept. */
    private void check(long from, long to, LoopbackEndpoint endpoint) throws Exception {
        var requests = new ArrayList<LoopbackEndpoint.Request>();
        var expected = new ArrayList<Integer>();
        var bodies =
                LongStream.range(from, to)
                        .parallel()
                        .mapToObj(number -> new Mutations(SEED, number).next())
                        .toList();
        for (long number = from; number < to; number++) {
            byte[] body = bodies.get((int) (number - from));
            if (number % FORGED_ONE_IN == 0) {
                requests.add(new LoopbackEndpoint.Request(body, Signed.header(body, "not-ours")));
                expected.add(401);
                count("forged");
            }
            requests.add(new LoopbackEndpoint.Request(body, Signed.header(body)));
            expected.add(200);
        }

        assertThat(endpoint.post(requests)).as("bodies %d to %d", from, to).isEqualTo(expected);

        var kept = endpoint.appended();
        assertThat(kept).hasSize((int) (to - from));
        IntStream.range(0, kept.size())
                .parallel()
                .forEach(i -> check(from + i, bodies.get(i), kept.get(i)));
    }

    private void check(long number, byte[] body, ProducerRecord<String, byte[]> record) {
        try {
            hold(!record.key().isEmpty(), "it has a key");
            hold(Arrays.equals(body, record.value()), "it is kept as it was sent");
            check(body, number % READ_AGAIN_ONE_IN == 0 || ONLY >= 0);
        } catch (Throwable e) {
            throw new AssertionError(
                    "Body "
                            + number
                            + " of seed "
                            + SEED
                            + ": -Dfuzz.seed="
                            + SEED
                            + " -Dfuzz.only="
                            + number
                            + "\n"
                            + new String(body, StandardCharsets.UTF_8),
                    e);
        }
    }

    private long sum(String prefix) {
        return counts.entrySet().stream()
                .filter(count -> count.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private void check(byte[] body, boolean twice) {
        var items = Splitting.split(body);
        counts.merge("items", (long) items.size(), Long::sum);
        Set<String> paths = new HashSet<>();
        for (SplitItem item : items) {
            paths.add(item.path());
            switch (item) {
                case SplitItem.Event<?> event -> {
                    count("event " + event.topic().name());
                    check(event);
                }
                case SplitItem.Rejected rejected -> {
                    count("dead " + rejected.reason());
                    hold(!rejected.detail().isEmpty(), "a dead letter says why");
                }
            }
        }
        if (twice) {
            assertThat(Splitting.split(body).stream().map(FuzzTest::identity).toList())
                    .as("read again")
                    .isEqualTo(items.stream().map(FuzzTest::identity).toList());
        }
        try {
            items(json.readTree(body), paths);
        } catch (JacksonException _) {
            repaired(body, paths);
        }
    }

    /** A body that a strict reader refuses: the rewritten one holds, or nothing was read. */
    private void repaired(byte[] body, Set<String> paths) {
        try {
            items(json.readTree(new JsonReader().read(body).bytes()), paths);
        } catch (JsonReader.NotJson _) {
            assertThat(paths).containsExactly("");
        }
    }

    /** An independent look: each item of the arrays that everyone knows must be among the items. */
    private static void items(JsonNode root, Set<String> paths) {
        int entries = root.path("entry").isArray() ? root.path("entry").size() : 0;
        for (int e = 0; e < entries; e++) {
            var changes = root.path("entry").path(e).path("changes");
            for (int c = 0; changes.isArray() && c < changes.size(); c++) {
                var change = changes.path(c);
                if (!change.path("value").isObject()) {
                    continue;
                }
                String path = "/entry/" + e + "/changes/" + c + "/value/";
                switch (change.path("field").asString("")) {
                    case "messages", "standby" -> {
                        all(change, path, "messages", paths);
                        all(change, path, "statuses", paths);
                        all(change, path, "errors", paths);
                    }
                    case "smb_message_echoes", "message_echoes" ->
                            all(change, path, "message_echoes", paths);
                    case "smb_app_state_sync" -> all(change, path, "state_sync", paths);
                    default -> {}
                }
            }
        }
    }

    private static void all(JsonNode change, String path, String array, Set<String> paths) {
        var items = change.path("value").path(array);
        for (int i = 0; items.isArray() && i < items.size(); i++) {
            String item = path + array + "/" + i;
            hold(paths.contains(item), item + " is among the items");
        }
    }

    /** It can be written, and nothing in it would stop a database. */
    private <T extends SpecificRecord> void check(SplitItem.Event<T> event) {
        Topic<T> topic = event.topic();
        hold(serde.write(topic, event.event()).length > 0, "it can be written");
        hold(!event.key().isEmpty(), "it has a key");
        for (var field : event.event().getSchema().getFields()) {
            if (event.event().get(field.pos()) instanceof String text) {
                hold(text.indexOf(0) < 0, field.name() + " is free of U+0000");
                hold(text.equals(CleanText.wellFormed(text)), field.name() + " is well-formed");
            }
        }
    }

    /** Cheaper than a fluent assertion, some ten million times. */
    private static void hold(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("It does not hold that " + what);
        }
    }

    private static String identity(SplitItem item) {
        return switch (item) {
            case SplitItem.Event<?> event -> event.path() + event.event().get(0);
            case SplitItem.Rejected rejected -> rejected.path() + rejected.reason();
        };
    }

    private void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }
}
