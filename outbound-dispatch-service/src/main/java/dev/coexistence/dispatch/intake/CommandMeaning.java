package dev.coexistence.dispatch.intake;

import dev.coexistence.schemas.events.SendCommand;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hash of a command's meaning: the same however its recipient is spelt, its JSON is laid out and
 * its members are ordered. When it was made is no part of it.
 */
final class CommandMeaning {
    private CommandMeaning() {}

    static String of(SendCommand command, RecipientAddress addressee, OutboundContent content) {
        ObjectNode meaning = JsonMapper.shared().createObjectNode();
        meaning.put("action", command.getAction().name());
        if (addressee.reason() == null) {
            meaning.put("to", addressee.to());
            meaning.put("recipient", addressee.bsuid());
            meaning.put("group", addressee.group());
        } else {
            meaning.put("to", text(command.getTo()));
            meaning.put("recipient", text(command.getRecipient()));
            meaning.put("group", text(command.getGroupId()));
        }
        if (content.reason() == null) {
            meaning.set("content", content.message());
        } else {
            meaning.put("text", command.getText().map(Object::toString).orElse(null));
            meaning.put("template", command.getTemplate().map(Object::toString).orElse(null));
            meaning.put("message", text(command.getMessageJson()));
            meaning.put("repliesTo", text(command.getRepliesTo()));
        }
        meaning.put("priority", command.getPriority().name());
        meaning.put("notBefore", time(command.getNotBefore()));
        meaning.put("expiresAt", time(command.getExpiresAt()));
        meaning.put("unknownPolicy", command.getUnknownPolicy().name());
        meaning.put("reference", text(command.getReference()));
        return hash(ordered(meaning).toString());
    }

    private static @Nullable String text(Optional<String> text) {
        return text.orElse(null);
    }

    private static @Nullable Long time(Optional<Instant> time) {
        return time.map(Instant::toEpochMilli).orElse(null);
    }

    /** Members in the order of their names; 1 and 1.0 are one number. */
    private static JsonNode ordered(JsonNode json) {
        if (json.isObject()) {
            var members = new TreeMap<String, JsonNode>();
            json.properties()
                    .forEach(member -> members.put(member.getKey(), ordered(member.getValue())));
            ObjectNode ordered = JsonNodeFactory.instance.objectNode();
            members.forEach(ordered::set);
            return ordered;
        }
        if (json.isArray()) {
            ArrayNode ordered = JsonNodeFactory.instance.arrayNode();
            json.forEach(item -> ordered.add(ordered(item)));
            return ordered;
        }
        return json.isNumber() && !Double.isInfinite(json.doubleValue())
                ? JsonNodeFactory.instance.stringNode(
                        "#" + json.decimalValue().stripTrailingZeros())
                : json;
    }

    private static String hash(String meaning) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(meaning.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
