package dev.coexistence.connection.meta;

/** How Meta rates what a number sends, by what customers think of it. */
public enum Quality {
    GREEN,
    YELLOW,
    RED,
    /** Not rated, or not told. */
    UNKNOWN;

    /** As in {@code quality_rating}; Meta writes NA for a number it has not rated. */
    static Quality of(String rating) {
        return switch (rating) {
            case "GREEN" -> GREEN;
            case "YELLOW" -> YELLOW;
            case "RED" -> RED;
            default -> UNKNOWN;
        };
    }
}
