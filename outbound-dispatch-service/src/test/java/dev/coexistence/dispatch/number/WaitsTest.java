package dev.coexistence.dispatch.number;

import static dev.coexistence.dispatch.number.DecisionHarness.SECOND;
import static dev.coexistence.dispatch.number.DecisionHarness.refused;
import static dev.coexistence.dispatch.number.DecisionHarness.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.command.WaitEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reasons and times that a waiting command is told. */
class WaitsTest {
    private final DecisionHarness numbers = new DecisionHarness();

    @BeforeEach
    void own() {
        numbers.own(List.of());
    }

    @Test
    void tellsWhatACommandWaitsFor() {
        Command first = numbers.command("a1", "a", Priority.NORMAL);
        Command second = numbers.command("a2", "a", Priority.NORMAL);
        var others = new ArrayList<Command>();
        for (int i = 0; i < 40; i++) {
            others.add(numbers.command("b" + i, "b" + i, Priority.NORMAL));
        }
        numbers.arrive(List.of(first, second));
        numbers.pass(SECOND / 10);
        numbers.arrive(others);
        numbers.pass(SECOND / 10);

        assertThat(numbers.waits(second, 0))
                .isEqualTo(WaitEstimate.open(WaitEstimate.Cause.RECIPIENT_ORDER));
        WaitEstimate last = Objects.requireNonNull(numbers.waits(others.getLast(), 40));
        assertThat(last.cause()).isEqualTo(WaitEstimate.Cause.BUDGET);
        assertThat(last.seconds()).isBetween(1.9, 3.1);

        numbers.answer(refused(131056));
        WaitEstimate limited = Objects.requireNonNull(numbers.waits(first, 0));
        assertThat(limited.cause()).isEqualTo(WaitEstimate.Cause.PAIR_LIMIT);
        assertThat(limited.seconds()).isEqualTo(4.0);

        numbers.connect(state(2, "SUSPENDED"));
        assertThat(numbers.waits(second, 0)).isEqualTo(WaitEstimate.open(WaitEstimate.Cause.HELD));
    }

    @Test
    void tellsThatEverythingWaitsWhileMetaCannotBeReached() {
        Command first = numbers.command("a", "a", Priority.NORMAL);
        numbers.arrive(List.of(first));
        numbers.pass(SECOND);

        numbers.answer(new MetaAnswer.NotSent("refused"));

        WaitEstimate wait = Objects.requireNonNull(numbers.waits(first, 0));
        assertThat(wait.cause()).isEqualTo(WaitEstimate.Cause.HELD);
        assertThat(wait.seconds()).isEqualTo(1.0);
    }
}
