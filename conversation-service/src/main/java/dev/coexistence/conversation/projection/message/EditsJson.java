package dev.coexistence.conversation.projection.message;

import dev.coexistence.conversation.message.MessageEdit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON column of the other edits of an edit's second. */
final class EditsJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EditsJson() {}

    static @Nullable String write(MessageEdit edit) {
        if (edit.rivals().isEmpty()) {
            return null;
        }
        var array = JSON.createArrayNode();
        for (MessageEdit rival : edit.rivals()) {
            array.addObject()
                    .put("received", rival.receivedAt().toString())
                    .put("wamid", rival.wamid())
                    .put("body", rival.body())
                    .put("json", rival.json());
        }
        return JSON.writeValueAsString(array);
    }

    static List<MessageEdit> read(Instant at, @Nullable String json) {
        if (json == null) {
            return List.of();
        }
        var rivals = new ArrayList<MessageEdit>();
        for (JsonNode rival : JSON.readTree(json)) {
            JsonNode body = rival.path("body");
            rivals.add(
                    MessageEdit.of(
                            at,
                            Instant.parse(rival.path("received").stringValue()),
                            rival.path("wamid").stringValue(),
                            body.isString() ? body.stringValue() : null,
                            rival.path("json").stringValue()));
        }
        return List.copyOf(rivals);
    }
}
