package dev.coexistence.connection.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.AppActivity.Evidence;
import dev.coexistence.connection.lifecycle.AppActivity.Kind;
import dev.coexistence.connection.policy.ActivityRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppActivityTest {
    private static final ActivityRule RULE = new ActivityRule(14, List.of(10, 12, 13));
    private static final Instant OPENED = Instant.parse("2026-11-01T08:00:00Z");
    private static final AppActivity ACTIVE =
            AppActivity.NONE.addEvidence(new Evidence(Kind.ONBOARDING, OPENED), RULE, OPENED);

    @Test
    void warnsAtEachThresholdOnceAndInOrder() {
        assertThat(ACTIVE.due(RULE, after(9, 23))).isEmpty();
        assertThat(ACTIVE.due(RULE, after(10, 0))).containsExactly(10);
        assertThat(ACTIVE.addWarning(10).due(RULE, after(11, 0))).isEmpty();
        assertThat(ACTIVE.addWarning(10).due(RULE, after(13, 1))).containsExactly(12, 13);
        assertThat(ACTIVE.due(RULE, after(20, 0))).containsExactly(10, 12, 13, 14);
        assertThat(ACTIVE.addWarning(14).due(RULE, after(40, 0))).isEmpty();
    }

    @Test
    void isPresumedInactiveFromTheLastDayUntilNewEvidence() {
        var silent = ACTIVE.addWarning(14);

        assertThat(ACTIVE.addWarning(13).isPresumedInactive(RULE)).isFalse();
        assertThat(silent.isPresumedInactive(RULE)).isTrue();
        var awake = silent.addEvidence(new Evidence(Kind.ECHO, after(14, 2)), RULE, after(14, 2));
        assertThat(awake.isPresumedInactive(RULE)).isFalse();
        assertThat(awake.warnedDays()).isZero();
    }

    @Test
    void olderEvidenceChangesNothing() {
        var later = ACTIVE.addEvidence(new Evidence(Kind.ECHO, after(2, 0)), RULE, after(2, 0));

        assertThat(later.addEvidence(new Evidence(Kind.HISTORY, after(1, 0)), RULE, after(3, 0)))
                .isSameAs(later);
    }

    @Test
    void evidenceThatIsItselfOldDoesNotEndTheLastWarning() {
        var warned = ACTIVE.addWarning(10);

        var seen =
                warned.addEvidence(
                        new Evidence(Kind.ECHO, OPENED.plusSeconds(60)), RULE, after(11, 0));

        assertThat(seen.warnedDays()).isEqualTo(10);
        assertThat(seen.due(RULE, after(11, 0))).isEmpty();
    }

    @Test
    void knowsItsDeadline() {
        assertThat(ACTIVE.deadline(RULE)).isEqualTo(after(14, 0));
        assertThat(AppActivity.NONE.deadline(RULE)).isNull();
        assertThat(AppActivity.NONE.due(RULE, after(100, 0))).isEmpty();
    }

    private static Instant after(int days, int hours) {
        return OPENED.plus(Duration.ofDays(days)).plus(Duration.ofHours(hours));
    }
}
