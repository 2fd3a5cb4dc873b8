package dev.coexistence.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/** Writer of problems as JSON. */
final class ProblemJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ProblemJson() {}

    static byte[] bytes(ProblemDetail problem) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        put(members, "type", problem.getType());
        put(members, "title", problem.getTitle());
        put(members, "status", problem.getStatus());
        put(members, "detail", problem.getDetail());
        put(members, "instance", problem.getInstance());
        if (problem.getProperties() != null) {
            members.putAll(problem.getProperties());
        }
        return JSON.writeValueAsBytes(members);
    }

    private static void put(
            Map<String, @Nullable Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value instanceof Integer ? value : value.toString());
        }
    }
}
