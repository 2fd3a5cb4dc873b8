package dev.coexistence.ingest.split.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reader of webhook bodies, strict first. A body that is only nearly JSON (comments, a comma too
 * many, control characters, bytes that are no UTF-8) is rewritten as JSON and read again.
 * Thread-safe.
 */
public final class JsonReader {
    private static final int MAX_DEPTH = 10_000;

    /** Twice what 3 MB of the shortest messages hold; each takes some 70 bytes of the heap. */
    private static final int MAX_TOKENS = 600_000;

    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build();

    private final JsonFactory strict =
            JsonFactory.builder()
                    .streamReadConstraints(LIMITS)
                    .streamWriteConstraints(
                            StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .build();
    private final JsonFactory lenient =
            JsonFactory.builder()
                    .streamReadConstraints(LIMITS)
                    .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .enable(JsonReadFeature.ALLOW_MISSING_VALUES)
                    .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                    .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
                    .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();

    /** The body is no JSON, not even nearly, or too much of it. The message carries no content. */
    public static final class NotJson extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean tooLarge;

        private NotJson(String message) {
            this(false, message);
        }

        private NotJson(boolean tooLarge, String message) {
            super(message);
            this.tooLarge = tooLarge;
        }

        private static NotJson tooLarge() {
            return new NotJson(
                    true, "The body holds more than " + MAX_TOKENS + " names, values and brackets");
        }

        /** True where the body holds more tokens than one body may; false where it is no JSON. */
        public boolean isTooLarge() {
            return tooLarge;
        }
    }

    /** The values of the body, each with its place. */
    public JsonDocument read(byte[] body) throws NotJson {
        try {
            return new JsonDocument(body, tree(body));
        } catch (JacksonException _) {
            byte[] rewritten = rewrite(body);
            try {
                return new JsonDocument(rewritten, tree(rewritten));
            } catch (JacksonException e) {
                throw notJson(e);
            }
        }
    }

    /** Container that is not closed yet. */
    private static final class Frame {
        final @Nullable Map<String, Json> members;
        final List<Json> items;
        final int from;
        String name = "";
        int height = 1;

        Frame(boolean object, int from) {
            this.members = object ? new LinkedHashMap<>() : null;
            this.items = object ? List.of() : new ArrayList<>();
            this.from = from;
        }

        void add(Json json) {
            height = Math.max(height, json.height() + 1);
            if (members != null) {
                members.put(name, json);
            } else {
                items.add(json);
            }
        }

        Json close(int to) {
            return members != null
                    ? new Json.Obj(members, from, to, height)
                    : new Json.Arr(items, from, to, height);
        }
    }

    /** Without recursion: what comes in must not decide over our stack. */
    private Json tree(byte[] body) throws NotJson {
        Deque<Frame> open = new ArrayDeque<>();
        Json root = null;
        int tokens = 0;
        try (JsonParser parser = strict.createParser(ObjectReadContext.empty(), body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (++tokens > MAX_TOKENS) {
                    throw NotJson.tooLarge();
                }
                if (root != null) {
                    throw new NotJson("Something follows the end of the JSON");
                }
                Json complete =
                        switch (token) {
                            case START_OBJECT, START_ARRAY -> {
                                open.push(
                                        new Frame(
                                                token == JsonToken.START_OBJECT,
                                                offset(parser.currentTokenLocation())));
                                yield null;
                            }
                            case PROPERTY_NAME -> {
                                open.getFirst().name = parser.currentName();
                                yield null;
                            }
                            case END_OBJECT, END_ARRAY ->
                                    open.pop().close(offset(parser.currentLocation()));
                            default -> scalar(token, parser);
                        };
                if (complete != null) {
                    if (open.isEmpty()) {
                        root = complete;
                    } else {
                        open.getFirst().add(complete);
                    }
                }
            }
        }
        if (root == null) {
            throw new NotJson("The body is empty");
        }
        return root;
    }

    private static Json scalar(JsonToken token, JsonParser parser) {
        return new Json.Scalar(kind(token), parser.getString());
    }

    private static Json.Kind kind(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> Json.Kind.TEXT;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Json.Kind.NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> Json.Kind.BOOLEAN;
            default -> Json.Kind.NULL;
        };
    }

    private static int offset(TokenStreamLocation location) throws NotJson {
        long offset = location.getByteOffset();
        if (offset < 0) {
            throw new NotJson("The body is not in UTF-8");
        }
        return (int) offset;
    }

    private byte[] rewrite(byte[] body) throws NotJson {
        var out = new ByteArrayOutputStream(body.length + 64);
        String text = new String(body, StandardCharsets.UTF_8);
        int depth = 0;
        boolean ended = false;
        try (var parser = lenient.createParser(ObjectReadContext.empty(), text);
                var generator =
                        strict.createGenerator(
                                ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (ended) {
                    throw new NotJson("Something follows the end of the JSON");
                }
                switch (token) {
                    case START_OBJECT -> generator.writeStartObject();
                    case START_ARRAY -> generator.writeStartArray();
                    case END_OBJECT -> generator.writeEndObject();
                    case END_ARRAY -> generator.writeEndArray();
                    case PROPERTY_NAME ->
                            generator.writeName(CleanText.wellFormed(parser.currentName()));
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                        String number = parser.getString();
                        if (NUMBER.matcher(number).matches()) {
                            generator.writeRawValue(number);
                        } else {
                            generator.writeString(number);
                        }
                    }
                    case VALUE_TRUE -> generator.writeBoolean(true);
                    case VALUE_FALSE -> generator.writeBoolean(false);
                    case VALUE_STRING ->
                            generator.writeString(CleanText.wellFormed(parser.getString()));
                    default -> generator.writeNull();
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                ended = depth == 0;
            }
        } catch (JacksonException e) {
            throw notJson(e);
        }
        return out.toByteArray();
    }

    private static NotJson notJson(JacksonException e) {
        // The position only: the message of the parser quotes the body.
        var location = e.getLocation();
        return new NotJson(
                location == null
                        ? "The body is not JSON"
                        : "The body is not JSON from line "
                                + location.getLineNr()
                                + ", column "
                                + location.getColumnNr());
    }
}
