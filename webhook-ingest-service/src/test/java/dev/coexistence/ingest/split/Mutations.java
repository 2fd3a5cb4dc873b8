package dev.coexistence.ingest.split;

import dev.coexistence.ingest.Samples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Bodies that are nearly what Meta sends, made from a seed: the same seed and number give the same
 * body for ever.
 */
final class Mutations {
    private static final String[] FIELDS = {
        "messages",
        "standby",
        "smb_message_echoes",
        "message_echoes",
        "smb_app_state_sync",
        "history",
        "account_update",
        "user_preferences",
        "tea_time",
        "",
        "messages\\u0000"
    };
    private static final String[] TYPES = {
        "text", "image", "video", "audio", "document", "sticker", "location", "contacts",
        "interactive", "button", "reaction", "order", "system", "edit", "revoke", "unsupported",
        "media_placeholder", "request_welcome", "hologram"
    };
    private static final String[] ODD = {
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1e400",
        "\"\"",
        "\" \"",
        "[]",
        "{}",
        "[[]]",
        "[null]",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "99999999999999999999999",
        "0.0001",
        "\"131060\"",
        "131060",
        "2593109",
        "\"US.7\"",
        "\"@name\"",
        "[{\"id\":\"wamid.O\"}]",
        "{\"id\":7}",
        "\"15550100999\"",
        "15550100999"
    };

    private final Random random;

    Mutations(long seed, long number) {
        this.random = new Random(seed * 1_000_003L + number);
    }

    byte[] next() {
        if (random.nextInt(50) == 0) {
            return noise();
        }
        byte[] body = envelope().getBytes(StandardCharsets.UTF_8);
        int faults = random.nextInt(4);
        for (int i = 0; i < faults; i++) {
            body = mutated(body);
        }
        return body;
    }

    private byte[] noise() {
        byte[] body = new byte[random.nextInt(400)];
        random.nextBytes(body);
        return body;
    }

    private String envelope() {
        return switch (random.nextInt(20)) {
            case 0 -> change();
            case 1 -> value();
            case 2 -> odd();
            default ->
                    "{\"object\":\"whatsapp_business_account\",\"entry\":"
                            + several(this::entry)
                            + "}";
        };
    }

    private String entry() {
        return "{\"id\":"
                + maybeOdd("\"" + Samples.WABA + "\"")
                + (random.nextInt(3) == 0 ? ",\"time\":" + maybeOdd("1767000300") : "")
                + ",\"changes\":"
                + several(this::change)
                + "}";
    }

    private String change() {
        String field = "\"field\":\"" + FIELDS[random.nextInt(FIELDS.length)] + "\"";
        String value = "\"value\":" + maybeOdd(value());
        return "{" + (random.nextBoolean() ? field + "," + value : value + "," + field) + "}";
    }

    private String value() {
        return "{\"messaging_product\":\"whatsapp\",\"metadata\":"
                + maybeOdd(
                        "{\"display_phone_number\":\"+1 555-010-0200\",\"phone_number_id\":\""
                                + Samples.NUMBER
                                + "\"}")
                + member("contacts", this::contact)
                + member("messages", this::message)
                + member("statuses", this::status)
                + member("message_echoes", this::message)
                + member("state_sync", this::sync)
                + member("history", this::chunk)
                + member("errors", this::error)
                + member("user_preferences", this::odd)
                + "}";
    }

    private String member(String name, Supplier<String> item) {
        return random.nextInt(3) == 0 ? ",\"" + name + "\":" + maybeOdd(several(item)) : "";
    }

    private String contact() {
        return "{\"profile\":{\"name\":"
                + maybeOdd("\"Ana\"")
                + "},\"wa_id\":"
                + maybeOdd("\"15550100999\"")
                + ",\"user_id\":"
                + maybeOdd("\"US.7\"")
                + "}";
    }

    private String message() {
        String type = TYPES[random.nextInt(TYPES.length)];
        return "{\"from\":"
                + maybeOdd("\"15550100999\"")
                + ",\"to\":"
                + maybeOdd("\"15550100200\"")
                + ",\"id\":"
                + maybeOdd("\"wamid.F" + random.nextInt(1000) + "\"")
                + ",\"timestamp\":"
                + maybeOdd("\"1767000000\"")
                + ",\"type\":"
                + maybeOdd("\"" + type + "\"")
                + ",\""
                + type
                + "\":"
                + maybeOdd(
                        "{\"body\":\"h\\u00e9llo \\ud83d\\ude00\",\"id\":\"M1\",\"mime_type\":\"a/b\",\"caption\":\"c\","
                                + "\"message_id\":\"wamid.T\",\"original_message_id\":\"wamid.T\",\"message\":"
                                + maybeOdd("{\"type\":\"text\",\"text\":{\"body\":\"e\"}}")
                                + "}")
                + ",\"context\":"
                + maybeOdd("{\"id\":\"wamid.Q\"}")
                + (random.nextInt(5) == 0 ? ",\"errors\":" + several(this::error) : "")
                + "}";
    }

    private String status() {
        return "{\"id\":"
                + maybeOdd("\"wamid.S\"")
                + ",\"status\":"
                + maybeOdd("\"delivered\"")
                + ",\"recipient_id\":"
                + maybeOdd("\"15550100999\"")
                + ",\"pricing\":"
                + maybeOdd("{\"pricing_model\":\"PMP\"}")
                + ",\"errors\":"
                + maybeOdd(several(this::error))
                + "}";
    }

    private String sync() {
        return "{\"type\":\"contact\",\"contact\":"
                + maybeOdd("{\"full_name\":\"A\",\"phone_number\":\"15550100999\"}")
                + ",\"action\":"
                + maybeOdd("\"add\"")
                + ",\"metadata\":"
                + maybeOdd("{\"timestamp\":\"1767000000\"}")
                + "}";
    }

    private String chunk() {
        return random.nextInt(6) == 0
                ? "{\"errors\":" + several(this::error) + "}"
                : "{\"metadata\":"
                        + maybeOdd("{\"phase\":1,\"chunk_order\":1,\"progress\":50}")
                        + ",\"threads\":"
                        + maybeOdd(
                                several(() ->
                                        "{\"id\":"
                                                + maybeOdd("\"15550100999\"")
                                                + ",\"messages\":"
                                                + maybeOdd(several(this::message))
                                                + "}"))
                        + "}";
    }

    private String error() {
        return "{\"code\":" + maybeOdd("131060") + ",\"title\":" + maybeOdd("\"t\"") + "}";
    }

    private String odd() {
        return ODD[random.nextInt(ODD.length)];
    }

    private String maybeOdd(String usual) {
        return random.nextInt(25) == 0 ? odd() : usual;
    }

    private String several(Supplier<String> item) {
        int count = random.nextInt(10) == 0 ? random.nextInt(12) : 1 + random.nextInt(2);
        List<String> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(maybeOdd(item.get()));
        }
        return "[" + String.join(",", items) + "]";
    }

    /** Faults of the wire rather than of the sender: bytes changed, lost, doubled. */
    private byte[] mutated(byte[] body) {
        if (body.length < 2 || random.nextInt(3) > 0) {
            return body;
        }
        int at = random.nextInt(body.length);
        int length = Math.min(body.length - at, 1 + random.nextInt(20));
        return switch (random.nextInt(5)) {
            case 0 -> {
                byte[] changed = body.clone();
                changed[at] = (byte) random.nextInt(256);
                yield changed;
            }
            case 1 -> Arrays.copyOf(body, at);
            case 2 -> spliced(body, at, at + length, new byte[0]);
            case 3 -> spliced(body, at, at, Arrays.copyOfRange(body, at, at + length));
            default -> spliced(body, at, at, odd().getBytes(StandardCharsets.UTF_8));
        };
    }

    private static byte[] spliced(byte[] body, int from, int to, byte[] between) {
        byte[] result = new byte[from + between.length + body.length - to];
        System.arraycopy(body, 0, result, 0, from);
        System.arraycopy(between, 0, result, from, between.length);
        System.arraycopy(body, to, result, from + between.length, body.length - to);
        return result;
    }
}
