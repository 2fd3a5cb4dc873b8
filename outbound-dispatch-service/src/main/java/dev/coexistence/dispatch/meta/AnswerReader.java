package dev.coexistence.dispatch.meta;

import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import dev.coexistence.graph.GraphError;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Reads an HTTP answer of Meta's. */
final class AnswerReader {
    private static final ObjectMapper JSON = JsonMapper.shared();
    private static final int OK = 200;
    private static final int FIRST_SERVER_ERROR = 500;

    private AnswerReader() {}

    static MetaAnswer read(int status, byte[] body) {
        JsonNode json = parse(body);
        if (json.path("error").isObject()) {
            return new MetaAnswer.Refused(refusal(status, json));
        }
        if (status == OK) {
            return taken(json);
        }
        if (status >= FIRST_SERVER_ERROR) {
            return new MetaAnswer.Doubtful(Reason.SERVER_ERROR);
        }
        // Some proxy's answer, not Meta's: whether it asked Meta before is not known.
        return new MetaAnswer.Doubtful(Reason.UNREADABLE_ANSWER);
    }

    private static MetaAnswer taken(JsonNode json) {
        JsonNode message = json.path("messages").path(0);
        String wamid = text(message, "id");
        if (wamid == null && !json.path("success").asBoolean(false)) {
            return new MetaAnswer.Doubtful(Reason.UNREADABLE_ANSWER);
        }
        return new MetaAnswer.Taken(
                new Outcome.Accepted(
                        wamid,
                        text(message, "message_status"),
                        text(json.path("contacts").path(0), "wa_id")));
    }

    /** An error without a code is one with code 0. */
    private static MetaRefusal refusal(int status, JsonNode json) {
        GraphError error =
                GraphError.read(status, json)
                        .orElseGet(() ->
                                GraphError.of(0, json.path("error").path("message").asString("")));
        return new MetaRefusal(
                status,
                error.code(),
                error.subcode(),
                error.type(),
                error.message(),
                error.details());
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.stringValue() : null;
    }
}
