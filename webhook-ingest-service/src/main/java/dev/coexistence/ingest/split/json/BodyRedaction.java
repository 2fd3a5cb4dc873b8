package dev.coexistence.ingest.split.json;

import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Redaction of a body: its shape stays, and of its values only those from small fixed sets, so that
 * an operator sees neither what people write nor who they are.
 */
public final class BodyRedaction {
    private static final int MAX_DEPTH = 400;
    private static final Set<String> SHOWN =
            Set.of(
                    "object",
                    "field",
                    "type",
                    "status",
                    "event",
                    "phone_number_id",
                    "code",
                    "messaging_product",
                    "timestamp",
                    "time",
                    "phase",
                    "chunk_order",
                    "progress",
                    "action",
                    "recipient_type",
                    "mime_type",
                    "category",
                    "pricing_model",
                    "decision",
                    "reason",
                    "initiated_by");
    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonReader READER = new JsonReader();

    private BodyRedaction() {}

    /** The body's shape as indented JSON, or a sentence where it is not JSON. */
    public static String redact(byte[] body) {
        Json root;
        try {
            root = READER.read(body).root();
        } catch (JsonReader.NotJson e) {
            return e.getMessage() + " (" + body.length + " bytes)";
        }
        if (root.height() > MAX_DEPTH) {
            return "Nested deeper than " + MAX_DEPTH + " (" + body.length + " bytes)";
        }
        var out = new StringWriter();
        try (var generator = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            write("", root, generator);
        }
        return out.toString();
    }

    private static void write(String key, Json json, JsonGenerator generator) {
        switch (json) {
            case Json.Obj object -> {
                generator.writeStartObject();
                for (Map.Entry<String, Json> member : object.members().entrySet()) {
                    generator.writeName(CleanText.wellFormed(member.getKey()));
                    write(member.getKey(), member.getValue(), generator);
                }
                generator.writeEndObject();
            }
            case Json.Arr array -> {
                generator.writeStartArray();
                array.items().forEach(item -> write(key, item, generator));
                generator.writeEndArray();
            }
            case Json.Scalar scalar -> generator.writeString(shown(key, scalar));
        }
    }

    private static String shown(String key, Json.Scalar scalar) {
        return switch (scalar.kind()) {
            case NULL, BOOLEAN -> scalar.text();
            case TEXT, NUMBER ->
                    SHOWN.contains(key) && scalar.text().length() <= 64
                            ? CleanText.wellFormed(scalar.text())
                            : "…" + scalar.text().length();
        };
    }
}
