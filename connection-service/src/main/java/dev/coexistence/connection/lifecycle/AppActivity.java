package dev.coexistence.connection.lifecycle;

import dev.coexistence.connection.policy.ActivityRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest evidence that the app was opened, and the last warning given since.
 *
 * @param warnedDays 0 or the threshold, in days, that was last reported
 */
public record AppActivity(@Nullable Evidence last, int warnedDays) {
    public static final AppActivity NONE = new AppActivity(null, 0);

    /** The certainty of a kind of evidence. */
    public enum Certainty {
        CERTAIN,
        /** The app or a linked device; a linked device does not keep the link alive. */
        PROBABLE,
        /** A person said so. */
        STATED
    }

    public enum Kind {
        /** The dialogue needs the phone in hand. */
        ONBOARDING(Certainty.CERTAIN),
        ECHO(Certainty.PROBABLE),
        CONTACT_CHANGE(Certainty.PROBABLE),
        /** The phone sends its chats only while the app is open. */
        HISTORY(Certainty.CERTAIN),
        OPERATOR(Certainty.STATED);

        private final Certainty certainty;

        Kind(Certainty certainty) {
            this.certainty = certainty;
        }

        public Certainty certainty() {
            return certainty;
        }
    }

    public record Evidence(Kind kind, Instant at) {}

    /** With this evidence, where it is newer; a warning is over with it. */
    public AppActivity addEvidence(Evidence evidence, ActivityRule rule, Instant now) {
        if (last != null && !evidence.at().isAfter(last.at())) {
            return this;
        }
        var seen = new AppActivity(evidence, warnedDays);
        return seen.findThreshold(rule, now) < warnedDays ? new AppActivity(evidence, 0) : seen;
    }

    public AppActivity addWarning(int days) {
        return new AppActivity(last, days);
    }

    /** The thresholds passed and not reported yet, in their order. */
    public List<Integer> due(ActivityRule rule, Instant now) {
        return thresholds(rule).stream()
                .filter(days -> days > warnedDays && days <= daysSilent(now))
                .toList();
    }

    public boolean isPresumedInactive(ActivityRule rule) {
        return warnedDays >= rule.days();
    }

    /** The time from which the link is presumed inactive without new evidence. */
    public @Nullable Instant deadline(ActivityRule rule) {
        return last == null ? null : last.at().plus(Duration.ofDays(rule.days()));
    }

    private int findThreshold(ActivityRule rule, Instant now) {
        int reached = 0;
        for (int days : thresholds(rule)) {
            if (days <= daysSilent(now)) {
                reached = days;
            }
        }
        return reached;
    }

    private long daysSilent(Instant now) {
        return last == null ? 0 : Duration.between(last.at(), now).toDays();
    }

    private static List<Integer> thresholds(ActivityRule rule) {
        var thresholds = new ArrayList<>(rule.warnings());
        thresholds.add(rule.days());
        return thresholds;
    }
}
