package dev.coexistence.conversation.fact;

import dev.coexistence.schemas.events.RawPointer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Time of receipt of one item of a webhook. Meta's time is in seconds, and the gateway's is in
 * milliseconds and one for the whole webhook, so the microseconds hold the item's place in it. A
 * replay reads the same place again.
 */
final class ReceiptTime {
    private static final int PLACES = 1_000;

    /** More than a webhook of several lists has items in each; shares no factor with the places. */
    private static final int ITEMS = 31;

    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final Pattern INDEX = Pattern.compile("/(\\d{1,6})(?=/|$)");

    private ReceiptTime() {}

    /**
     * @param raw where the message stood; without it, as for what was published before there was
     *     one, nothing is added
     */
    static Instant order(Instant receivedAt, Optional<RawPointer> raw) {
        return raw.map(pointer -> receivedAt.plus(place(pointer.getPath()), ChronoUnit.MICROS))
                .orElse(receivedAt);
    }

    /**
     * Limits the time of an event to one minute after its receipt. A clock of Meta's or of the
     * customer's that is wrong must not open a window for weeks, nor lead a thread until then.
     */
    static Instant limit(Instant occurredAt, Instant receivedAt) {
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
