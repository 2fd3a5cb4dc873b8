package dev.coexistence.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One HTTP request.
 *
 * @param path the parts between the slashes
 * @param query first value of each parameter
 * @param token what the Authorization header or the access_token parameter carries
 */
public record HttpCall(
        String method,
        List<String> path,
        Map<String, String> query,
        @Nullable String token,
        String contentType,
        byte[] body) {

    /** The JSON body, or the form fields of a form body. */
    public ObjectNode json() throws BadRequest {
        boolean looksLikeJson = body.length > 0 && body[0] == '{';
        if (contentType.startsWith("application/x-www-form-urlencoded") && !looksLikeJson) {
            ObjectNode fields = MetaJson.object();
            QueryString.parse(new String(body, StandardCharsets.UTF_8)).forEach(fields::put);
            return fields;
        }
        return MetaJson.read(body);
    }

    public boolean is(String expected) {
        return method.equals(expected);
    }

    /** The path part at this place; empty beyond the end. */
    public String part(int index) {
        return index < path.size() ? path.get(index) : "";
    }
}
