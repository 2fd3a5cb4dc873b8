package dev.coexistence.dispatch.number;

import static dev.coexistence.dispatch.number.DecisionHarness.SECOND;
import static dev.coexistence.dispatch.number.DecisionHarness.refused;
import static dev.coexistence.dispatch.number.DecisionHarness.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.command.Reason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Consequences of Meta's answers, and of their absence. */
class AnswersTest {
    private final DecisionHarness numbers = new DecisionHarness();

    @BeforeEach
    void own() {
        numbers.own(List.of());
    }

    @Test
    void doesNotSendAgainWhatMayHaveLeft() {
        numbers.arrive(List.of(numbers.command("a", "a", Priority.NORMAL)));
        numbers.pass(SECOND);

        numbers.answer(new MetaAnswer.Doubtful(Reason.NO_ANSWER));
        numbers.pass(100 * SECOND);

        assertThat(numbers.written).containsExactly("a");
        assertThat(numbers.doubted).containsExactly("a NO_ANSWER");
        assertThat(numbers.finished).isEmpty();
    }

    @Test
    void sendsAgainWhatProvablyDidNotLeave() {
        numbers.arrive(List.of(numbers.command("a", "a", Priority.NORMAL)));
        numbers.pass(SECOND);

        numbers.answer(new MetaAnswer.NotSent("refused"));
        numbers.pass(3 * SECOND);

        assertThat(numbers.written).containsExactly("a", "a");
    }

    @Test
    void givesUpWhatIsRefusedTooOften() {
        numbers.arrive(List.of(numbers.command("a", "a", Priority.NORMAL)));

        for (int i = 0; i < 5; i++) {
            numbers.pass(60 * SECOND);
            numbers.answer(refused(131016));
        }
        numbers.pass(60 * SECOND);

        assertThat(numbers.written).hasSize(5);
        assertThat(numbers.finished).containsExactly("a Rejected");
    }

    @Test
    void waitsADayWhereMetaAsksForIt() {
        numbers.arrive(List.of(numbers.command("a", "a", Priority.NORMAL)));
        numbers.pass(SECOND);
        Instant asked = numbers.instant();

        numbers.answer(refused(131049));

        assertThat(numbers.later)
                .singleElement()
                .satisfies(at -> assertThat(at).isEqualTo(asked.plusSeconds(86_400)));
    }

    @Test
    void keepsThatATemplateIsPausedBeforeItsMessageTriesAgain() {
        numbers.arrive(List.of(numbers.command("a", "a", Priority.NORMAL)));
        numbers.pass(SECOND);

        numbers.answer(refused(132015));

        assertThat(numbers.pausedFor).containsExactly("a");
        assertThat(numbers.finished).isEmpty();
    }

    @Test
    void endsAMessageWhoseTemplateIsRefusedAsPausedTimeAndAgain() {
        numbers.arrive(List.of(numbers.command("a", "a", Priority.NORMAL)));
        for (int i = 0; i < 5; i++) {
            numbers.pass(SECOND);
            numbers.answer(refused(132015));
        }

        assertThat(numbers.finished).containsExactly("a Rejected");
    }

    @Test
    void alarmsAboutACodeThatNobodyHeardOf() {
        numbers.arrive(List.of(numbers.command("a", "a", Priority.NORMAL)));
        numbers.pass(SECOND);

        numbers.answer(refused(987654));

        assertThat(numbers.finished).containsExactly("a Rejected");
        assertThat(numbers.alarms).containsExactly(NumberAction.Alarm.CODE_UNKNOWN);
    }

    @Test
    void alarmsWhenTheSocketRefusesWhatThePaceAllowedAndSendsItLater() {
        numbers.arrive(List.of(numbers.command("a", "a", Priority.NORMAL)));
        numbers.pass(SECOND);

        numbers.on(new NumberEvent.HeldBack(numbers.unanswered.removeFirst(), true));
        numbers.pass(2 * SECOND);
        numbers.answer(taken());

        assertThat(numbers.alarms).containsExactly(NumberAction.Alarm.RING_REFUSED);
        assertThat(numbers.written).containsExactly("a", "a");
        assertThat(numbers.finished).containsExactly("a Accepted");
    }
}
