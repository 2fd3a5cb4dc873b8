package dev.coexistence.schemas.recipient;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes of numbering plans, by the dated table {@code numbering-plans.csv}. WhatsApp goes on
 * naming some users by the spelling under which they registered, so one number can have two; joined
 * by {@link #today} they are one, and no two numbers of today become one by it.
 */
public final class NumberingPlans {
    private static final String TABLE = "numbering-plans.csv";
    private static final Pattern SEPARATOR = Pattern.compile(" \\| ");
    private static final int COLUMNS = 5;
    private static final int KEY = 2;

    /** By the first two digits of the former spelling: few numbers are held against any row. */
    private static final Map<String, List<Change>> CHANGES = read();

    private NumberingPlans() {}

    /**
     * One row.
     *
     * @param country ISO code of the country, and where it has several rows the part of its plan
     * @param since when the change came into force, the first day of it
     * @param former the whole of a number in international form, digits, as it was
     * @param today what replaces it
     * @param source who says so
     */
    record Change(String country, LocalDate since, Pattern former, String today, String source) {
        private static Change of(String line) {
            String[] cells = SEPARATOR.split(line, COLUMNS);
            if (cells.length != COLUMNS) {
                throw new IllegalStateException("A row of " + TABLE + " lacks a column: " + line);
            }
            return new Change(
                    cells[0].strip(),
                    LocalDate.parse(cells[1].strip()),
                    Pattern.compile(cells[2].strip()),
                    cells[3].strip(),
                    cells[4].strip());
        }

        private String firstDigits() {
            return former.pattern().replaceAll("\\D", "").substring(0, KEY);
        }
    }

    /**
     * The spelling of today; the same where no plan changed.
     *
     * @param digits a number in international form, digits without plus
     */
    public static String today(String digits) {
        if (digits.length() <= KEY) {
            return digits;
        }
        for (Change change : CHANGES.getOrDefault(digits.substring(0, KEY), List.of())) {
            Matcher former = change.former().matcher(digits);
            if (former.matches()) {
                return former.replaceFirst(change.today());
            }
        }
        return digits;
    }

    /** Whether these are the digits of a number as a plan of the past had them. */
    static boolean isFormer(String digits) {
        return !today(digits).equals(digits);
    }

    static List<Change> changes() {
        return CHANGES.values().stream().flatMap(List::stream).toList();
    }

    private static Map<String, List<Change>> read() {
        var changes = new HashMap<String, List<Change>>();
        try (InputStream in =
                        Objects.requireNonNull(NumberingPlans.class.getResourceAsStream(TABLE));
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Change::of)
                    .forEach(change ->
                            changes.computeIfAbsent(change.firstDigits(), _ -> new ArrayList<>())
                                    .add(change));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(changes);
    }
}
