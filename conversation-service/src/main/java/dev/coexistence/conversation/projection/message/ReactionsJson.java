package dev.coexistence.conversation.projection.message;

import dev.coexistence.conversation.message.Reaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON column of the reactions to a message. */
final class ReactionsJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ReactionsJson() {}

    static @Nullable String write(Map<String, Reaction> reactions) {
        if (reactions.isEmpty()) {
            return null;
        }
        var object = JSON.createObjectNode();
        reactions.forEach((who, reaction) -> {
            var own = object.putObject(who);
            own.put("at", reaction.at().toString());
            write(own, reaction);
            if (!reaction.rivals().isEmpty()) {
                var rivals = own.putArray("rivals");
                reaction.rivals().forEach(rival -> write(rivals.addObject(), rival));
            }
        });
        return JSON.writeValueAsString(object);
    }

    static Map<String, Reaction> read(@Nullable String json) {
        if (json == null) {
            return Map.of();
        }
        var reactions = new HashMap<String, Reaction>();
        for (Map.Entry<String, JsonNode> entry : JSON.readTree(json).properties()) {
            JsonNode own = entry.getValue();
            Instant at = Instant.parse(own.path("at").stringValue());
            var rivals = new ArrayList<Reaction>();
            own.path("rivals").forEach(rival -> rivals.add(read(at, rival)));
            Reaction reaction = read(at, own);
            reactions.put(
                    entry.getKey(), reaction.copy(reaction.receivedAt(), List.copyOf(rivals)));
        }
        return Map.copyOf(reactions);
    }

    private static void write(ObjectNode json, Reaction reaction) {
        json.put("received", reaction.receivedAt().toString())
                .put("wamid", reaction.wamid())
                .put("emoji", reaction.emoji());
    }

    /**
     * Reads a reaction. One without a receipt is from before receipts were kept: its own time
     * stands for it.
     */
    private static Reaction read(Instant at, JsonNode json) {
        JsonNode received = json.path("received");
        return Reaction.of(
                at,
                received.isString() ? Instant.parse(received.stringValue()) : at,
                json.path("wamid").stringValue(),
                json.path("emoji").stringValue());
    }
}
