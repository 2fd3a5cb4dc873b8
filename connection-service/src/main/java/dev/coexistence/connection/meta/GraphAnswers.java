package dev.coexistence.connection.meta;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the Graph API answers, and decides how definite an answer is. */
final class GraphAnswers {
    /** Application, WABA or platform busy; the call was not carried out. */
    private static final Set<Integer> THROTTLED =
            Set.of(4, 17, 32, 613, 80007, 133004, 133015, 2494100);

    /** Something failed on Meta's side; the call may have had its effect. */
    private static final Set<Integer> META_FAILED = Set.of(1, 2, 131000, 131016, 131057);

    private final JsonMapper json;

    GraphAnswers(JsonMapper json) {
        this.json = json;
    }

    <T> MetaAnswer<T> read(int status, byte[] body, Function<JsonNode, T> reader) {
        JsonNode node = parse(body);
        if (node == null) {
            return new MetaAnswer.Unclear<>("HTTP " + status + " without a JSON object");
        }
        JsonNode error = node.path("error");
        if (error.isObject()) {
            return refused(status, error);
        }
        if (status != 200) {
            return status == 429
                    ? new MetaAnswer.TryLater<>("HTTP 429")
                    : new MetaAnswer.Unclear<>("HTTP " + status + " without Meta's error");
        }
        try {
            return new MetaAnswer.Done<>(reader.apply(node));
        } catch (NoAnswer e) {
            return new MetaAnswer.Unclear<>(String.valueOf(e.getMessage()));
        }
    }

    private static <T> MetaAnswer<T> refused(int status, JsonNode error) {
        if (!error.path("code").canConvertToInt()) {
            return new MetaAnswer.Unclear<>("HTTP " + status + " with an error without a code");
        }
        int code = error.path("code").asInt();
        if (THROTTLED.contains(code) || status == 429) {
            return new MetaAnswer.TryLater<>("Meta asks to wait, code " + code);
        }
        if (META_FAILED.contains(code)
                || status >= 500
                || error.path("is_transient").asBoolean(false)) {
            return new MetaAnswer.Unclear<>("Meta failed, code " + code);
        }
        String details = error.path("error_data").path("details").asString("");
        String message = error.path("message").asString("");
        return new MetaAnswer.Refused<>(
                new MetaRefusal(
                        code,
                        error.path("error_subcode").asInt(0),
                        details.isEmpty() ? message : message + ": " + details,
                        error.path("fbtrace_id").asString("")));
    }

    static boolean success(JsonNode body) {
        if (!body.path("success").asBoolean(false)) {
            throw new NoAnswer("the answer does not say success");
        }
        return true;
    }

    static String text(JsonNode body, String field) {
        String text = body.path(field).asString("");
        if (text.isEmpty()) {
            throw new NoAnswer("the answer lacks " + field);
        }
        return text;
    }

    static List<JsonNode> list(JsonNode body, String field) {
        JsonNode list = body.path(field);
        if (!list.isArray()) {
            throw new NoAnswer("the answer lacks " + field);
        }
        var items = new ArrayList<JsonNode>();
        list.forEach(items::add);
        return items;
    }

    static PhoneNode number(JsonNode node) {
        String name = node.path("verified_name").asString("");
        JsonNode onApp = node.path("is_on_biz_app");
        return new PhoneNode(
                text(node, "id"),
                node.path("display_phone_number").asString(""),
                name.isEmpty() ? null : name,
                onApp.isBoolean() ? (Boolean) onApp.asBoolean() : null,
                node.path("platform_type").asString(""),
                node.path("status").asString(""),
                node.path("throughput").path("level").asString(""),
                Quality.of(node.path("quality_rating").asString("")),
                callback(node.path("webhook_configuration")));
    }

    /** The narrowest configuration wins: number, then WABA, then app. */
    private static Optional<URI> callback(JsonNode configuration) {
        for (String level : List.of("phone_number", "whatsapp_business_account", "application")) {
            String address = configuration.path(level).asString("");
            if (!address.isEmpty()) {
                try {
                    return Optional.of(URI.create(address));
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private @Nullable JsonNode parse(byte[] body) {
        try {
            JsonNode node = json.readTree(body);
            return node != null && node.isObject() ? node : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** A 200 whose body does not hold what was asked for. */
    static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswer(String message) {
            super(message);
        }
    }
}
