package dev.coexistence.ingest.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.ingest.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever Meta signs leaves a trace: every change becomes an event or a dead letter at least. A
 * failure names its seed; {@code -Dtest.args=-Dcoexistence.seed=…} tells it again.
 */
class NothingVanishesTest {
    private static final List<String> FIELDS =
            List.of(
                    "messages",
                    "standby",
                    "history",
                    "message_echoes",
                    "smb_message_echoes",
                    "smb_app_state_sync",
                    "account_update",
                    "user_preferences",
                    "user_id_update",
                    "messaging_handovers",
                    "message_template_status_update",
                    "tea_time");
    private static final List<String> NAMES =
            List.of(
                    "messages",
                    "message_echoes",
                    "statuses",
                    "standby",
                    "history",
                    "threads",
                    "state_sync",
                    "user_preferences",
                    "user_id_update",
                    "messaging_handovers",
                    "contacts",
                    "metadata",
                    "errors",
                    "value",
                    "field",
                    "recipient",
                    "message",
                    "id");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]", "{}", "null", "7", "\"x\"", "true", "[[]]", "[null]", "[{}]", "[[],7]"
            })
    void aValueOfAnyKindLeavesATrace(String value) {
        for (String field : FIELDS) {
            assertThat(Splitting.split(Samples.webhook(field, value))).as(field).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"entry\":[]}",
                "{\"entry\":{}}",
                "{\"entry\":7}",
                "{\"entry\":null}",
                "{\"entry\":[[]]}",
                "{\"entry\":[{\"id\":\"8\",\"changes\":[]}]}",
                "{\"entry\":[{\"id\":\"8\",\"changes\":{}}]}",
                "{\"entry\":[{\"id\":\"8\",\"changes\":\"x\"}]}",
                "{\"entry\":[{\"id\":\"8\",\"changes\":null}]}",
                "{\"entry\":[{\"id\":\"8\",\"changes\":[null]}]}",
                "{\"entry\":[{\"id\":\"8\",\"changes\":[[]]}]}"
            })
    void anEnvelopeOfAnyKindLeavesATrace(String body) {
        assertThat(Splitting.split(body)).isNotEmpty();
    }

    @Test
    void aWholeEnvelopeThatCarriesNothingIsNoFault() {
        assertThat(Splitting.split("{\"object\":\"whatsapp_business_account\",\"entry\":[]}"))
                .isEmpty();
    }

    @Test
    void everyChangeLeavesATrace() {
        long seed = Long.getLong("coexistence.seed", System.nanoTime());
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 20_000; i++) {
            var changes = new ArrayList<String>();
            for (int n = random.nextInt(3); n >= 0; n--) {
                changes.add(change(random));
            }
            String body = Samples.entry(String.join(",", changes));
            var items = Splitting.split(body);
            for (int n = 0; n < changes.size(); n++) {
                String path = "/entry/0/changes/" + n;
                assertThat(items)
                        .as("change %d of %s, seed %d", n, body, seed)
                        .anyMatch(item -> (item.path() + "/").startsWith(path + "/"));
            }
        }
    }

    private static String change(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0 -> json(random, 1);
            case 1 -> "{\"value\":" + json(random, 4) + "}";
            default ->
                    "{\"field\":\"" + any(random, FIELDS) + "\",\"value\":" + json(random, 4) + "}";
        };
    }

    private static String json(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth <= 0 ? 4 : 9)) {
            case 0 -> "null";
            case 1 -> "7";
            case 2 -> "\"x\"";
            case 3 -> random.nextBoolean() ? "[]" : "{}";
            case 4, 5 -> "[" + json(random, depth - 1) + "," + json(random, depth - 1) + "]";
            default -> {
                var members = new ArrayList<String>();
                var names = new ArrayList<>(NAMES);
                for (int n = random.nextInt(4); n >= 0; n--) {
                    String name = names.remove(random.nextInt(names.size()));
                    members.add("\"" + name + "\":" + json(random, depth - 1));
                }
                yield "{" + String.join(",", members) + "}";
            }
        };
    }

    private static String any(RandomGenerator random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
