package dev.coexistence.conversation.projection;

import dev.coexistence.schemas.events.RawPointer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a message was received, told apart from the others of its webhook: Meta's time is in
 * seconds, the gateway's in milliseconds and one for all of a webhook, so the microseconds below
 * say the place in it. A replay reads the same place again.
 */
final class Receipt {
    private static final int PLACES = 1_000;

    /** More than a webhook of several lists has items in each; shares no factor with the places. */
    private static final int ITEMS = 31;

    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final Pattern INDEX = Pattern.compile("/(\\d{1,6})(?=/|$)");

    private Receipt() {}

    /**
     * @param raw where the message stood; without it, as for what was published before there was
     *     one, nothing is added
     */
    static Instant of(Instant receivedAt, Optional<RawPointer> raw) {
        return raw.map(pointer -> receivedAt.plus(place(pointer.getPath()), ChronoUnit.MICROS))
                .orElse(receivedAt);
    }

    /**
     * When something happened, as far as that can be: no later than a minute after it was received.
     * A clock of Meta's or of the customer's that is wrong must not open a window for weeks, nor
     * lead a thread until then.
     */
    static Instant bounded(Instant occurredAt, Instant receivedAt) {
        Instant latest = receivedAt.plus(AHEAD);
        return occurredAt.isAfter(latest) ? latest : occurredAt;
    }

    /** From 0 to 999, in the order of the items; after a thousand it begins again. */
    static int place(String path) {
        int lists = 0;
        int item = 0;
        var index = INDEX.matcher(path);
        while (index.find()) {
            lists += item;
            item = Integer.parseInt(index.group(1));
        }
        return (ITEMS * (lists % PLACES) + item) % PLACES;
    }
}
