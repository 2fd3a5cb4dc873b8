package dev.coexistence.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The body of an answer, and how definite it is. */
public final class GraphBody {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;

    private GraphBody() {}

    /**
     * Reads an answer.
     *
     * @param reader of a 200's body; throws {@link NoAnswer} where the body lacks what it needs
     */
    public static <T> GraphAnswer<T> read(int status, byte[] body, Function<JsonNode, T> reader) {
        JsonNode node = parse(body);
        if (node == null) {
            return new GraphAnswer.Unclear<>("HTTP " + status + " without a JSON object");
        }
        if (node.path("error").isObject()) {
            return GraphError.read(status, node)
                    .map(GraphBody::<T>judge)
                    .orElseGet(() ->
                            new GraphAnswer.Unclear<>(
                                    "HTTP " + status + " with an error without a code"));
        }
        if (status != OK) {
            return status == TOO_MANY_REQUESTS
                    ? new GraphAnswer.TryLater<>("HTTP 429")
                    : new GraphAnswer.Unclear<>("HTTP " + status + " without Meta's error");
        }
        try {
            return new GraphAnswer.Done<>(reader.apply(node));
        } catch (NoAnswer e) {
            return new GraphAnswer.Unclear<>(String.valueOf(e.getMessage()));
        }
    }

    private static <T> GraphAnswer<T> judge(GraphError error) {
        if (error.isThrottled()) {
            return new GraphAnswer.TryLater<>("Meta asks to wait, code " + error.code());
        }
        return error.isMetaFailure()
                ? new GraphAnswer.Unclear<>("Meta failed, code " + error.code())
                : new GraphAnswer.Refused<>(error);
    }

    /** Reads {@code success}; true, or no answer. */
    public static boolean readSuccess(JsonNode body) {
        if (!body.path("success").asBoolean(false)) {
            throw new NoAnswer("the answer does not say success");
        }
        return true;
    }

    public static String readText(JsonNode body, String field) {
        String text = body.path(field).asString("");
        if (text.isEmpty()) {
            throw new NoAnswer("the answer lacks " + field);
        }
        return text;
    }

    public static List<JsonNode> readList(JsonNode body, String field) {
        JsonNode list = body.path(field);
        if (!list.isArray()) {
            throw new NoAnswer("the answer lacks " + field);
        }
        var items = new ArrayList<JsonNode>();
        list.forEach(items::add);
        return items;
    }

    private static @Nullable JsonNode parse(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node != null && node.isObject() ? node : null;
        } catch (JacksonException e) {
            return null;
        }
    }
}
