package dev.coexistence.ingest.split;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A body that was read.
 *
 * @param bytes valid JSON: the body itself, or where that was only nearly JSON, its rewritten form
 */
record Document(byte[] bytes, Json root) {
    private static final JsonFactory WRITER = new JsonFactory();

    /** The value as it stood in the body. */
    byte[] slice(Json json) {
        return switch (json) {
            case Json.Obj object -> Arrays.copyOfRange(bytes, object.from(), object.to());
            case Json.Arr array -> Arrays.copyOfRange(bytes, array.from(), array.to());
            case Json.Scalar(var kind, var text) when kind == Json.Kind.TEXT ->
                    quoted(text).getBytes(StandardCharsets.UTF_8);
            case Json.Scalar(_, var text) -> text.getBytes(StandardCharsets.UTF_8);
        };
    }

    /** The same as text. */
    String verbatim(Json json) {
        return switch (json) {
            case Json.Obj object -> text(object.from(), object.to());
            case Json.Arr array -> text(array.from(), array.to());
            case Json.Scalar _ -> new String(slice(json), StandardCharsets.UTF_8);
        };
    }

    /** A digest of the value as it stood. */
    String digest(Json.Obj object) {
        return EventIds.of(verbatim(object));
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        var out = new StringWriter(text.length() + 2);
        try (var generator = WRITER.createGenerator(ObjectWriteContext.empty(), out)) {
            generator.writeString(Text.wellFormed(text));
        }
        return out.toString();
    }
}
