package dev.coexistence.simulator.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/** Answer to one HTTP request: a body, a delay, silence or a reset. */
public sealed interface HttpAnswer {
    /** An ordinary response. */
    record Body(int status, String contentType, byte[] bytes) implements HttpAnswer {}

    /** An ordinary response, later. */
    record Late(HttpAnswer answer, Duration delay) implements HttpAnswer {}

    /** An ordinary response, when it is known. */
    record Eventually(CompletableFuture<HttpAnswer> answer) implements HttpAnswer {}

    /** Nothing, and the connection is closed after a while. */
    record Silence(Duration until) implements HttpAnswer {}

    /** The connection is reset. */
    record Reset() implements HttpAnswer {}

    static HttpAnswer json(JsonNode node) {
        return json(200, node);
    }

    static HttpAnswer json(int status, JsonNode node) {
        return new Body(status, "application/json; charset=UTF-8", MetaJson.bytes(node));
    }

    static HttpAnswer success() {
        return json(MetaJson.object().put("success", true));
    }

    static HttpAnswer empty() {
        return json(MetaJson.object());
    }

    /** A refusal of the control interface. */
    static HttpAnswer problem(int status, String sentence) {
        return json(status, MetaJson.object().put("error", sentence));
    }
}
