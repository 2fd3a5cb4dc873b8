package dev.coexistence.simulator.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/** What the caller gets to see. */
public sealed interface Answer {
    /** An ordinary response. */
    record Body(int status, String contentType, byte[] bytes) implements Answer {}

    /** An ordinary response, later. */
    record Late(Answer answer, Duration delay) implements Answer {}

    /** An ordinary response, when it is known. */
    record Eventually(CompletableFuture<Answer> answer) implements Answer {}

    /** Nothing, and the connection is closed after a while. */
    record Silence(Duration until) implements Answer {}

    /** The connection is reset. */
    record Reset() implements Answer {}

    static Answer json(JsonNode node) {
        return json(200, node);
    }

    static Answer json(int status, JsonNode node) {
        return new Body(status, "application/json; charset=UTF-8", Json.bytes(node));
    }

    static Answer success() {
        return json(Json.object().put("success", true));
    }

    static Answer empty() {
        return json(Json.object());
    }

    /** A refusal of the control interface. */
    static Answer problem(int status, String sentence) {
        return json(status, Json.object().put("error", sentence));
    }
}
