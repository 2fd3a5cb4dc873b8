package dev.coexistence.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as Meta writes it: everything beyond ASCII escaped in lower case, slashes escaped. */
public final class MetaJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .enable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
                    .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                    .build();

    private MetaJson() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    public static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    public static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /** The object in these bytes; an empty body is an empty object. */
    public static ObjectNode read(byte[] body) throws BadRequest {
        if (body.length == 0) {
            return object();
        }
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode read) {
                return read;
            }
        } catch (JacksonException e) {
            throw new BadRequest("the body is not JSON");
        }
        throw new BadRequest("the body is not a JSON object");
    }

    public static ObjectNode read(String text) throws BadRequest {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The value, or what its text says where it is JSON written as text: the Graph API takes each
     * object and list of a request in both forms.
     */
    public static @Nullable JsonNode unfold(@Nullable JsonNode value) {
        if (value == null || !value.isString()) {
            return value;
        }
        String text = value.stringValue().strip();
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return value;
        }
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            return value;
        }
    }

    /** The field's text, numbers as text too; null when missing, null or not a scalar. */
    public static @Nullable String string(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() || !value.isValueNode() ? null : value.asString();
    }

    public static String string(JsonNode node, String field, String otherwise) {
        String value = string(node, field);
        return value == null ? otherwise : value;
    }

    /** The field's text, or a refusal that names it. */
    public static String need(JsonNode node, String field) throws BadRequest {
        String value = string(node, field);
        if (value == null || value.isEmpty()) {
            throw new BadRequest(field + " is missing");
        }
        return value;
    }

    public static boolean has(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value != null && !value.isNull();
    }

    public static boolean flag(JsonNode node, String field, boolean otherwise) {
        JsonNode value = node.get(field);
        return (value == null || value.isNull()) ? otherwise : value.asBoolean(otherwise);
    }

    public static int integer(JsonNode node, String field, int otherwise) throws BadRequest {
        String value = string(node, field);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new BadRequest(field + " must be a whole number");
        }
    }

    public static @Nullable Duration duration(JsonNode node, String field) throws BadRequest {
        String value = string(node, field);
        try {
            return value == null ? null : Duration.parse(value);
        } catch (DateTimeException e) {
            throw new BadRequest(field + " must be an ISO 8601 duration such as PT0.5S");
        }
    }

    public static Duration duration(JsonNode node, String field, Duration otherwise)
            throws BadRequest {
        Duration value = duration(node, field);
        return value == null ? otherwise : value;
    }
}
