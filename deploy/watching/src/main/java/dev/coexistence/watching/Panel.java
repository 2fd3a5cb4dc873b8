package dev.coexistence.watching;

import java.util.ArrayList;
import java.util.List;

/**
 * One panel.
 *
 * @param kind how it is drawn
 * @param says what the reader sees and what to think of it
 * @param unit Grafana's id of the unit
 * @param columns of the 24 that a dashboard has
 */
record Panel(
        Kind kind, String title, String says, String unit, int columns, List<PanelQuery> queries) {
    static final String PER_SECOND = "reqps";
    static final String EVENTS = "eps";
    static final String SECONDS = "s";
    static final String BYTES = "bytes";
    static final String BYTES_PER_SECOND = "Bps";
    static final String SHARE = "percentunit";
    static final String COUNT = "short";
    static final String DAYS = "d";

    /** Grafana's panel type. */
    enum Kind {
        LINES,
        STACKED,
        /** The last value, large. */
        NUMBER,
        /** The last value, large; red where it is not zero. */
        MUST_BE_ZERO,
        TABLE,
        STATE_OVER_TIME
    }

    Panel {
        queries = List.copyOf(queries);
        if (columns < 1 || columns > 24) {
            throw new IllegalArgumentException("A panel has 1 to 24 columns, not " + columns);
        }
    }

    static Panel lines(String title, String unit, String says) {
        return new Panel(Kind.LINES, title, says, unit, 12, List.of());
    }

    static Panel stacked(String title, String unit, String says) {
        return new Panel(Kind.STACKED, title, says, unit, 12, List.of());
    }

    static Panel number(String title, String unit, String says) {
        return new Panel(Kind.NUMBER, title, says, unit, 4, List.of());
    }

    static Panel mustBeZero(String title, String says) {
        return new Panel(Kind.MUST_BE_ZERO, title, says, COUNT, 4, List.of());
    }

    static Panel table(String title, String unit, String says) {
        return new Panel(Kind.TABLE, title, says, unit, 12, List.of());
    }

    static Panel stateOverTime(String title, String says) {
        return new Panel(Kind.STATE_OVER_TIME, title, says, COUNT, 12, List.of());
    }

    Panel columns(int wide) {
        return new Panel(kind, title, says, unit, wide, queries);
    }

    Panel query(String promQl, String legend) {
        return query(PanelQuery.of(promQl, legend));
    }

    Panel query(PanelQuery query) {
        var more = new ArrayList<>(queries);
        more.add(query);
        return new Panel(kind, title, says, unit, columns, more);
    }

    int height() {
        return switch (kind) {
            case NUMBER, MUST_BE_ZERO -> 4;
            case LINES, STACKED, TABLE, STATE_OVER_TIME -> 8;
        };
    }
}
