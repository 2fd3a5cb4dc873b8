package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.message.Edit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The other edits of an edit's second, as their column keeps them. */
final class EditsJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EditsJson() {}

    static @Nullable String write(Edit edit) {
        if (edit.rivals().isEmpty()) {
            return null;
        }
        var array = JSON.createArrayNode();
        for (Edit rival : edit.rivals()) {
            array.addObject()
                    .put("received", rival.receivedAt().toString())
                    .put("wamid", rival.wamid())
                    .put("body", rival.body())
                    .put("json", rival.json());
        }
        return JSON.writeValueAsString(array);
    }

    static List<Edit> read(Instant at, @Nullable String json) {
        if (json == null) {
            return List.of();
        }
        var rivals = new ArrayList<Edit>();
        for (JsonNode rival : JSON.readTree(json)) {
            JsonNode body = rival.path("body");
            rivals.add(
                    Edit.of(
                            at,
                            Instant.parse(rival.path("received").stringValue()),
                            rival.path("wamid").stringValue(),
                            body.isString() ? body.stringValue() : null,
                            rival.path("json").stringValue()));
        }
        return List.copyOf(rivals);
    }
}
