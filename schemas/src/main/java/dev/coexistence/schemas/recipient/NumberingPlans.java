package dev.coexistence.schemas.recipient;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Changes of numbering plans, by the dated table {@code numbering-plans.csv}. WhatsApp goes on
 * naming some users by the spelling under which they registered, so one number can have two; joined
 * by {@link #today} they are one, and no two numbers of today become one by it.
 */
public final class NumberingPlans {
    private static final String TABLE = "numbering-plans.csv";
    private static final int COUNTRY_DIGITS = 2;

    /** By the first two digits, which a change leaves alone: few rows are tried for a number. */
    private static final Map<String, List<PlanChange>> CHANGES = read();

    private NumberingPlans() {}

    /**
     * The spelling of today; the same where no plan changed.
     *
     * @param digits a number in international form, digits without plus
     */
    public static String today(String digits) {
        return changes(digits).stream()
                .map(change -> change.replace(digits))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(digits);
    }

    /**
     * The spellings that former plans had for a number of today; empty where no plan changed.
     *
     * @param today a number in international form, digits without plus
     */
    static List<String> formerSpellings(String today) {
        return changes(today).stream()
                .map(change -> change.restore(today))
                .flatMap(Optional::stream)
                .distinct()
                .filter(former -> today(former).equals(today))
                .toList();
    }

    /** True for the digits of a number as a former plan had them. */
    static boolean isFormer(String digits) {
        return !today(digits).equals(digits);
    }

    static List<PlanChange> changes() {
        return CHANGES.values().stream().flatMap(List::stream).toList();
    }

    private static List<PlanChange> changes(String digits) {
        return digits.length() <= COUNTRY_DIGITS
                ? List.of()
                : CHANGES.getOrDefault(digits.substring(0, COUNTRY_DIGITS), List.of());
    }

    private static Map<String, List<PlanChange>> read() {
        var changes = new HashMap<String, List<PlanChange>>();
        try (InputStream in =
                        Objects.requireNonNull(NumberingPlans.class.getResourceAsStream(TABLE));
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(PlanChange::parse)
                    .forEach(change ->
                            changes.computeIfAbsent(
                                            change.restoration().substring(0, COUNTRY_DIGITS),
                                            _ -> new ArrayList<>())
                                    .add(change));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(changes);
    }
}
