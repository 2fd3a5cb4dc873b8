package dev.coexistence.connection.policy;

import java.util.List;

/**
 * The rule of a coexistence link's activity clock: the app has to be opened now and then.
 *
 * @param days days without evidence after which the link is presumed inactive
 * @param warnings days at which a warning is given before that, rising
 */
public record ActivityRule(int days, List<Integer> warnings) {

    public ActivityRule {
        warnings = List.copyOf(warnings);
        if (days < 1) {
            throw new IllegalArgumentException("activity.days must be at least 1, was " + days);
        }
        int before = 0;
        for (int warning : warnings) {
            if (warning <= before || warning >= days) {
                throw new IllegalArgumentException(
                        "activity.warnings must rise and stay below activity.days, was "
                                + warnings);
            }
            before = warning;
        }
    }
}
