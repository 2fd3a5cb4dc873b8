package dev.coexistence.conversation.reading;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cursor of a page: the sort key of its last row. Rows that come later do not shift the pages. */
record PageCursor(Instant at, Instant receivedAt, long id) {

    String encode() {
        String plain = at + " " + receivedAt + " " + id;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws BadQuery where it is no cursor of this service
     */
    static @Nullable PageCursor decode(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            String plain =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> parts = List.of(plain.split(" ", -1));
            if (parts.size() == 3) {
                return new PageCursor(
                        Instant.parse(parts.get(0)),
                        Instant.parse(parts.get(1)),
                        Long.parseLong(parts.get(2)));
            }
        } catch (IllegalArgumentException | DateTimeException _) {
            throw new BadQuery("cursor", "The cursor is not one that this service gave out");
        }
        throw new BadQuery("cursor", "The cursor is not one that this service gave out");
    }
}
