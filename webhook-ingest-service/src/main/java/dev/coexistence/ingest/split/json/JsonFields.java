package dev.coexistence.ingest.split.json;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Typed readings of JSON members: ids, times and numbers that Meta writes as strings, as numbers,
 * or not at all.
 */
public final class JsonFields {
    /** UTF-16 units of a short text at most. */
    public static final int SHORT_TEXT = 512;

    private static final int MAX_ID = 256;
    private static final double FIRST_MILLISECOND_VALUE = 1e11;
    private static final double LAST_SECOND = 253_402_300_799d;

    private JsonFields() {}

    /** An id without blanks around it; null where it is absent, empty or too long to be one. */
    public static @Nullable String id(Json.Obj object, String key) {
        String text = object.text(key);
        if (text == null) {
            return null;
        }
        String id = text.strip();
        return id.isEmpty() || id.length() > MAX_ID ? null : CleanText.clean(id, MAX_ID);
    }

    /** The first of these ids that is there. */
    public static @Nullable String firstId(@Nullable String... ids) {
        for (String id : ids) {
            if (id != null) {
                return id;
            }
        }
        return null;
    }

    /** A text of at most {@link #SHORT_TEXT}; null where it is absent. */
    public static @Nullable String shortText(Json.Obj object, String key) {
        return CleanText.clean(object.text(key), SHORT_TEXT);
    }

    /** Seconds since the epoch, or milliseconds where it is too large for seconds. */
    public static @Nullable Instant time(Json.Obj object, String key) {
        double value = number(object.text(key));
        if (value >= FIRST_MILLISECOND_VALUE && value <= LAST_SECOND * 1000) {
            return Instant.ofEpochMilli((long) value);
        }
        return value > 0 && value <= LAST_SECOND ? Instant.ofEpochSecond((long) value) : null;
    }

    /** A whole number, or the other where there is none. */
    public static int integer(Json.Obj object, String key, int otherwise) {
        double value = number(object.text(key));
        return value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE ? (int) value : otherwise;
    }

    /** The digits of a phone number in whatever format; null where it is none. */
    public static @Nullable String digits(@Nullable String phone) {
        if (phone == null) {
            return null;
        }
        var digits = new StringBuilder(16);
        for (int i = 0; i < phone.length(); i++) {
            char c = phone.charAt(i);
            if (c >= '0' && c <= '9') {
                digits.append(c);
            } else if (Character.isLetter(c)) {
                return null;
            }
        }
        return digits.isEmpty() || digits.length() > 32 ? null : digits.toString();
    }

    private static double number(@Nullable String text) {
        if (text == null || text.isBlank() || text.length() > 64) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }
}
