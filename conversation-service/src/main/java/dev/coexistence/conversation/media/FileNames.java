package dev.coexistence.conversation.media;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The names that senders give their documents, as a file may be called. */
final class FileNames {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST = 200;

    private FileNames() {}

    /**
     * The name in a message, fit for a file: a stranger's characters must not end a header, choose
     * a folder, or turn the direction of reading so that an ending looks like another.
     *
     * @param type of the message
     * @param json the message as Meta or the sender put it
     * @return null where it has none
     */
    static @Nullable String choose(@Nullable String type, @Nullable String json) {
        if (type == null || json == null) {
            return null;
        }
        try {
            JsonNode name = JSON.readTree(json).path(type).path("filename");
            return name.isString() ? safe(name.stringValue()) : null;
        } catch (JacksonException _) {
            return null;
        }
    }

    static @Nullable String safe(String name) {
        String plain =
                Normalizer.normalize(name, Normalizer.Form.NFC)
                        .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "")
                        .replaceAll("[/\\\\:*?\"<>|]", "_")
                        .strip()
                        .replaceAll("^\\.+", "_");
        if (plain.codePointCount(0, plain.length()) > LONGEST) {
            plain = cut(plain);
        }
        return plain.isEmpty() ? null : plain;
    }

    /** Keeps the ending, by which people and programs know the kind of a file. */
    private static String cut(String name) {
        int dot = name.lastIndexOf('.');
        String ending = dot < 0 || name.length() - dot > 16 ? "" : name.substring(dot);
        int[] start = name.codePoints().limit(LONGEST - (long) ending.length()).toArray();
        return new String(start, 0, start.length) + ending;
    }
}
