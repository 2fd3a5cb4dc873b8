package dev.coexistence.conversation.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a sent message got. A lattice: of two claims the greater one is the truth, so {@code
 * failed} stands only against {@code sent} or less, and {@code delivered} may be skipped. The
 * numbers are stored; leave gaps.
 */
public enum Status {
    QUEUED(10, "queued"),
    UNKNOWN(20, "unknown"),
    CANCELLED(24, "cancelled"),
    EXPIRED(25, "expired"),
    REJECTED(26, "failed"),
    ACCEPTED(30, "accepted"),
    SENT(40, "sent"),
    FAILED(50, "failed"),
    DELIVERED(60, "delivered"),
    READ(70, "read"),
    PLAYED(80, "played");

    private final int number;
    private final String word;

    Status(int number, String word) {
        this.number = number;
        this.word = word;
    }

    public int number() {
        return number;
    }

    /** The word that the API and the page use. */
    public String word() {
        return word;
    }

    public boolean hasFailed() {
        return this == REJECTED || this == FAILED || this == EXPIRED || this == CANCELLED;
    }

    public static Status numbered(int number) {
        return Arrays.stream(values())
                .filter(status -> status.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No status has number " + number));
    }

    /** The status that a webhook means, where it is one of the lattice. Meta's set is open. */
    public static Optional<Status> ofWebhook(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "sent" -> Optional.of(SENT);
            case "delivered" -> Optional.of(DELIVERED);
            case "read" -> Optional.of(READ);
            case "played" -> Optional.of(PLAYED);
            case "failed" -> Optional.of(FAILED);
            default -> Optional.empty();
        };
    }

    /** The status that an imported message had. */
    public static Optional<Status> ofHistory(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "PENDING" -> Optional.of(ACCEPTED);
            case "ERROR" -> Optional.of(FAILED);
            default -> ofWebhook(word);
        };
    }
}
