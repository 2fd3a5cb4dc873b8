package dev.coexistence.ingest.split.json;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON document with the bytes it was read from.
 *
 * @param bytes valid JSON: the body itself, or where that was only nearly JSON, its rewritten form
 */
public record JsonDocument(byte[] bytes, Json root) {
    private static final JsonFactory WRITER = new JsonFactory();

    /** The value as it stood in the body. */
    public byte[] slice(Json json) {
        return switch (json) {
            case Json.Obj object -> Arrays.copyOfRange(bytes, object.from(), object.to());
            case Json.Arr array -> Arrays.copyOfRange(bytes, array.from(), array.to());
            case Json.Scalar(var kind, var text) when kind == Json.Kind.TEXT ->
                    quote(text).getBytes(StandardCharsets.UTF_8);
            case Json.Scalar(_, var text) -> text.getBytes(StandardCharsets.UTF_8);
        };
    }

    /** The same as text. */
    public String verbatim(Json json) {
        return switch (json) {
            case Json.Obj object -> text(object.from(), object.to());
            case Json.Arr array -> text(array.from(), array.to());
            case Json.Scalar _ -> new String(slice(json), StandardCharsets.UTF_8);
        };
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private static String quote(String text) {
        var out = new StringWriter(text.length() + 2);
        try (var generator = WRITER.createGenerator(ObjectWriteContext.empty(), out)) {
            generator.writeString(CleanText.wellFormed(text));
        }
        return out.toString();
    }
}
