package dev.coexistence.connection.meta;

/** Meta's rating of a number's messages, by what customers think of them. */
public enum QualityRating {
    GREEN,
    YELLOW,
    RED,
    /** Not rated, or not told. */
    UNKNOWN;

    /** As in {@code quality_rating}; Meta writes NA for a number it has not rated. */
    static QualityRating of(String rating) {
        return switch (rating) {
            case "GREEN" -> GREEN;
            case "YELLOW" -> YELLOW;
            case "RED" -> RED;
            default -> UNKNOWN;
        };
    }
}
