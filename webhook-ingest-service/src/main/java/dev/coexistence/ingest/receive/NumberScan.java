package dev.coexistence.ingest.receive;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Scan of a raw body for its key, over its bytes and without reading it as JSON: the first {@code
 * phone_number_id}; else the first entry's id; else a constant. In valid JSON a quote inside a
 * string is escaped, so what a customer writes can never pass for the name of a member.
 */
final class NumberScan {
    /** Key of a body that names neither a number nor an account. */
    static final String UNKNOWN = "unknown";

    private static final byte[] NUMBER = "\"phone_number_id\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENTRY = "\"entry\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = "\"id\"".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_ID = 64;

    private NumberScan() {}

    static String findKey(byte[] body) {
        for (int at = find(NUMBER, body, 0); at >= 0; at = find(NUMBER, body, at + 1)) {
            String number = readId(body, at + NUMBER.length);
            if (number != null) {
                return number;
            }
        }
        String entry = entryId(body);
        return entry == null ? UNKNOWN : entry;
    }

    /** The id member of the first entry itself, which may stand behind its changes. */
    private static @Nullable String entryId(byte[] body) {
        int entry = find(ENTRY, body, 0);
        if (entry < 0) {
            return null;
        }
        int depth = 0;
        boolean opened = false;
        for (int at = entry + ENTRY.length; at < body.length; at++) {
            switch (body[at]) {
                case '{' -> {
                    depth++;
                    opened = true;
                }
                case '}' -> depth--;
                case '"' -> {
                    if (depth == 1 && startsWith(ID, body, at)) {
                        String id = readId(body, at + ID.length);
                        if (id != null) {
                            return id;
                        }
                    }
                    at = endOfString(body, at);
                }
                default -> {}
            }
            if (opened && depth == 0) {
                return null;
            }
        }
        return null;
    }

    /** Offset at which the name stands as the name of a member; -1 where it does not. */
    private static int find(byte[] name, byte[] body, int from) {
        for (int at = from; at <= body.length - name.length; at++) {
            if (body[at] == '"'
                    && startsWith(name, body, at)
                    && (at == 0 || body[at - 1] != '\\')) {
                return at;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] name, byte[] body, int at) {
        if (at + name.length > body.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (body[at + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static int endOfString(byte[] body, int openingQuote) {
        int at = openingQuote + 1;
        while (at < body.length && body[at] != '"') {
            at += body[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    /** The id behind a colon, written as a string or as a number. */
    private static @Nullable String readId(byte[] body, int behindName) {
        int at = skipBlanks(body, behindName);
        if (at >= body.length || body[at] != ':') {
            return null;
        }
        at = skipBlanks(body, at + 1);
        boolean quoted = at < body.length && body[at] == '"';
        at += quoted ? 1 : 0;
        int end = at;
        while (end < body.length && end - at <= LONGEST_ID && isPartOfId(body[end], quoted)) {
            end++;
        }
        return end == at || end - at > LONGEST_ID
                ? null
                : new String(body, at, end - at, StandardCharsets.US_ASCII);
    }

    /** Without quotes only a number can be an id: null and true are none. */
    private static boolean isPartOfId(byte b, boolean quoted) {
        return Character.isDigit(b) || (quoted && (Character.isLetter(b) || b == '_'));
    }

    private static int skipBlanks(byte[] body, int from) {
        int at = from;
        while (at < body.length
                && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
            at++;
        }
        return at;
    }
}
