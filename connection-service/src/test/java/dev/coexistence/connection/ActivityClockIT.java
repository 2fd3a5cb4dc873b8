package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.lifecycle.AppActivity.Evidence;
import dev.coexistence.connection.lifecycle.AppActivity.Kind;
import dev.coexistence.connection.watch.WebhookEvidence;
import dev.coexistence.schemas.events.ConnectionStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The activity clock of coexistence links. */
class ActivityClockIT extends LinkScenario {
    @Test
    void evidenceForANumberThatNobodyKnowsIsCountedAndDropped() {
        parts.webhooks.handle(
                List.of(
                        new WebhookEvidence.Seen(
                                "90000", new Evidence(Kind.ECHO, TIME.instant()), 3)));

        assertThat(
                        parts.meters
                                .counter(
                                        "whatsapp.connection.evidence.events",
                                        "outcome",
                                        "unknown_number")
                                .count())
                .isEqualTo(3);
    }

    @Test
    void fourteenSilentDaysWarnFourTimesEachOnce() {
        var connection = connected();
        String number = connection.facts().phoneNumberId();
        double before = warnings(14);
        for (int day = 1; day <= 15; day++) {
            ahead = ahead.plus(Duration.ofDays(1));
            parts.activity.check();
            parts.activity.check();
        }

        assertThat(parts.history(connection.id()))
                .containsSubsequence(
                        "INACTIVITY_WARNING",
                        "INACTIVITY_WARNING",
                        "INACTIVITY_WARNING",
                        "PRESUMED_INACTIVE");
        assertThat(parts.history(connection.id()).stream().filter("INACTIVITY_WARNING"::equals))
                .hasSize(3);
        var records = parts.published(number);
        assertThat(records.stream().map(record -> record.getInactivityWarningDays()).distinct())
                .containsExactly(0, 10, 12, 13, 14);
        assertThat(records.getLast().getPresumedInactive()).isTrue();
        assertThat(records.getLast().getState()).isEqualTo(ConnectionStatus.CONNECTED);
        assertThat(warnings(14)).isGreaterThan(before);

        parts.activity.takeEvidence(connection.id(), new Evidence(Kind.ECHO, TIME.instant()));

        var awake = parts.published(number).getLast();
        assertThat(awake.getPresumedInactive()).isFalse();
        assertThat(awake.getInactivityWarningDays()).isZero();
        assertThat(parts.history(connection.id())).endsWith("ACTIVE_AGAIN");
    }

    @Test
    void anOperatorsWordIsKeptWithNameAndTime() {
        var connection = connected();
        later(Duration.ofDays(3));

        var changed = parts.activity.openedNow(connection.id(), Samples.SAM).orElseThrow();

        assertThat(changed.activity().last()).extracting("kind").isEqualTo(Kind.OPERATOR);
        assertThat(parts.evidence.findAll(connection.id()))
                .first()
                .satisfies(kept -> {
                    assertThat(kept.kind()).isEqualTo(Kind.OPERATOR);
                    assertThat(kept.statedBy()).isEqualTo("Sam Operator");
                });
        assertThat(parts.history(connection.id())).endsWith("APP_OPENED");
    }

    @Test
    void replayedEvidenceIsNotNewEvidence() {
        var connection = connected();
        later(Duration.ofDays(11));
        parts.activity.check();
        var before = find(connection);

        parts.activity.takeEvidence(
                connection.id(),
                new Evidence(Kind.ECHO, connection.facts().onboardedAt().plusSeconds(5)));

        assertThat(find(connection).activity().warnedDays())
                .isEqualTo(before.activity().warnedDays());
    }
}
