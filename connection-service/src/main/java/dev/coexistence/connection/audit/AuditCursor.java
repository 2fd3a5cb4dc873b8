package dev.coexistence.connection.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Place in the audit, newest first: the last entry of the page before. */
public record AuditCursor(Instant at, String entryId) {
    private static final int MOST_CHARACTERS = 300;

    public static AuditCursor after(AuditRow last) {
        return new AuditCursor(last.at(), last.entryId());
    }

    /** Empty where the text is no cursor. */
    public static Optional<AuditCursor> parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int space = plain.indexOf(' ');
            return space < 0 || plain.indexOf('\u0000') >= 0
                    ? Optional.empty()
                    : Optional.of(
                            new AuditCursor(
                                    Instant.ofEpochMilli(Long.parseLong(plain.substring(0, space))),
                                    plain.substring(space + 1)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The cursor as a link carries it. */
    public String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        (at.toEpochMilli() + " " + entryId).getBytes(StandardCharsets.UTF_8));
    }
}
