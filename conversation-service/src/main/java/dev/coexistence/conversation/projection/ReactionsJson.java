package dev.coexistence.conversation.projection;

import dev.coexistence.conversation.message.Reaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reactions to a message, as its column keeps them. */
final class ReactionsJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ReactionsJson() {}

    static @Nullable String write(Map<String, Reaction> reactions) {
        if (reactions.isEmpty()) {
            return null;
        }
        var object = JSON.createObjectNode();
        reactions.forEach((who, reaction) ->
                object.putObject(who)
                        .put("at", reaction.at().toString())
                        .put("wamid", reaction.wamid())
                        .put("emoji", reaction.emoji()));
        return JSON.writeValueAsString(object);
    }

    static Map<String, Reaction> read(@Nullable String json) {
        if (json == null) {
            return Map.of();
        }
        var reactions = new HashMap<String, Reaction>();
        for (Map.Entry<String, JsonNode> entry : JSON.readTree(json).properties()) {
            JsonNode reaction = entry.getValue();
            reactions.put(
                    entry.getKey(),
                    new Reaction(
                            Instant.parse(reaction.path("at").stringValue()),
                            reaction.path("wamid").stringValue(),
                            reaction.path("emoji").stringValue()));
        }
        return Map.copyOf(reactions);
    }
}
