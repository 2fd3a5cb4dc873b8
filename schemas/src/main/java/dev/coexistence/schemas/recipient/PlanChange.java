package dev.coexistence.schemas.recipient;

import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One change of a numbering plan, a row of {@code numbering-plans.csv}, readable in both
 * directions.
 *
 * @param country ISO code of the country, and where it has several rows the part of its plan
 * @param since first day on which the change was in force
 * @param former the whole of a former number in international form, digits
 * @param replacement the number of today, by the groups of {@code former}
 * @param source document of the authority that decided the change
 * @param current the whole of a number of today that a former one became
 * @param restoration the former number, by the groups of {@code current}
 */
record PlanChange(
        String country,
        LocalDate since,
        Pattern former,
        String replacement,
        String source,
        Pattern current,
        String restoration) {
    private static final Pattern SEPARATOR = Pattern.compile(" \\| ");
    private static final int COLUMNS = 5;

    /**
     * @throws IllegalStateException where the row lacks a column, or its pattern holds more than
     *     digits, groups and look-ahead
     */
    static PlanChange parse(String row) {
        String[] cells = SEPARATOR.split(row, COLUMNS);
        if (cells.length != COLUMNS) {
            throw new IllegalStateException("A numbering plan's row lacks a column: " + row);
        }
        String former = cells[2].strip();
        String replacement = cells[3].strip();
        var restoration = new StringBuilder();
        String current = replacement;
        int groups = 0;
        for (int at = 0; at < former.length(); ) {
            int end = former.charAt(at) == '(' ? closing(former, at) + 1 : at + 1;
            String part = former.substring(at, end);
            if (!part.startsWith("(")) {
                if (!Character.isDigit(part.charAt(0))) {
                    throw new IllegalStateException("A numbering plan's row is unreadable: " + row);
                }
                restoration.append(part);
            } else if (!part.startsWith("(?")) {
                groups++;
                restoration.append("${g").append(groups).append('}');
                current = current.replace("$" + groups, "(?<g" + groups + ">" + part + ")");
            }
            at = end;
        }
        return new PlanChange(
                cells[0].strip(),
                LocalDate.parse(cells[1].strip()),
                Pattern.compile(former),
                replacement,
                cells[4].strip(),
                Pattern.compile(current),
                restoration.toString());
    }

    private static int closing(String pattern, int opening) {
        int depth = 0;
        for (int at = opening; at < pattern.length(); at++) {
            depth += pattern.charAt(at) == '(' ? 1 : pattern.charAt(at) == ')' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        throw new IllegalStateException("A numbering plan's pattern has an open group: " + pattern);
    }

    /** The number of today; empty where these digits are no number of the former plan. */
    Optional<String> replace(String digits) {
        return rewrite(former.matcher(digits), replacement);
    }

    /** The number as it was; empty where these digits replaced no number of the former plan. */
    Optional<String> restore(String digits) {
        return rewrite(current.matcher(digits), restoration)
                .filter(before -> replace(before).equals(Optional.of(digits)));
    }

    private static Optional<String> rewrite(Matcher number, String template) {
        return number.matches() ? Optional.of(number.replaceFirst(template)) : Optional.empty();
    }
}
