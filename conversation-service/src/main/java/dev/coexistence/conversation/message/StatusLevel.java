package dev.coexistence.conversation.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Level of a sent message's delivery status. A lattice: of two statuses the greater one is true, so
 * {@code failed} stands only against {@code sent} or less, and {@code delivered} may be skipped.
 * The numbers are stored; leave gaps.
 */
public enum StatusLevel {
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

    StatusLevel(int number, String word) {
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

    public static StatusLevel forNumber(int number) {
        return Arrays.stream(values())
                .filter(status -> status.number == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No status has number " + number));
    }

    /** The status that a webhook means, where it is one of the lattice. Meta's set is open. */
    public static Optional<StatusLevel> parseWebhook(String word) {
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
    public static Optional<StatusLevel> parseHistory(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "PENDING" -> Optional.of(ACCEPTED);
            case "ERROR" -> Optional.of(FAILED);
            default -> parseWebhook(word);
        };
    }
}
