package dev.coexistence.connection.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.Activity.Evidence;
import dev.coexistence.connection.lifecycle.Activity.Kind;
import dev.coexistence.connection.policy.ActivityRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivityTest {
    private static final ActivityRule RULE = new ActivityRule(14, List.of(10, 12, 13));
    private static final Instant OPENED = Instant.parse("2026-11-01T08:00:00Z");
    private static final Activity ACTIVE =
            Activity.NONE.seen(new Evidence(Kind.ONBOARDING, OPENED), RULE, OPENED);

    @Test
    void warnsAtEachThresholdOnceAndInOrder() {
        assertThat(ACTIVE.due(RULE, after(9, 23))).isEmpty();
        assertThat(ACTIVE.due(RULE, after(10, 0))).containsExactly(10);
        assertThat(ACTIVE.warned(10).due(RULE, after(11, 0))).isEmpty();
        assertThat(ACTIVE.warned(10).due(RULE, after(13, 1))).containsExactly(12, 13);
        assertThat(ACTIVE.due(RULE, after(20, 0))).containsExactly(10, 12, 13, 14);
        assertThat(ACTIVE.warned(14).due(RULE, after(40, 0))).isEmpty();
    }

    @Test
    void isPresumedInactiveFromTheLastDayUntilNewEvidence() {
        var silent = ACTIVE.warned(14);

        assertThat(ACTIVE.warned(13).presumedInactive(RULE)).isFalse();
        assertThat(silent.presumedInactive(RULE)).isTrue();
        var awake = silent.seen(new Evidence(Kind.ECHO, after(14, 2)), RULE, after(14, 2));
        assertThat(awake.presumedInactive(RULE)).isFalse();
        assertThat(awake.warnedDays()).isZero();
    }

    @Test
    void olderEvidenceChangesNothing() {
        var later = ACTIVE.seen(new Evidence(Kind.ECHO, after(2, 0)), RULE, after(2, 0));

        assertThat(later.seen(new Evidence(Kind.HISTORY, after(1, 0)), RULE, after(3, 0)))
                .isSameAs(later);
    }

    @Test
    void evidenceThatIsItselfOldDoesNotEndTheLastWarning() {
        var warned = ACTIVE.warned(10);

        var seen = warned.seen(new Evidence(Kind.ECHO, OPENED.plusSeconds(60)), RULE, after(11, 0));

        assertThat(seen.warnedDays()).isEqualTo(10);
        assertThat(seen.due(RULE, after(11, 0))).isEmpty();
    }

    @Test
    void knowsItsDeadline() {
        assertThat(ACTIVE.deadline(RULE)).isEqualTo(after(14, 0));
        assertThat(Activity.NONE.deadline(RULE)).isNull();
        assertThat(Activity.NONE.due(RULE, after(100, 0))).isEmpty();
    }

    private static Instant after(int days, int hours) {
        return OPENED.plus(Duration.ofDays(days)).plus(Duration.ofHours(hours));
    }
}
