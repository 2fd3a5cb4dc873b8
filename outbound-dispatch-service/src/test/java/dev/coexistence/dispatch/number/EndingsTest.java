package dev.coexistence.dispatch.number;

import static dev.coexistence.dispatch.number.DecisionHarness.SECOND;
import static dev.coexistence.dispatch.number.DecisionHarness.refused;
import static dev.coexistence.dispatch.number.DecisionHarness.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Priority;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that are taken back or proved before they leave. */
class EndingsTest {
    private final DecisionHarness numbers = new DecisionHarness();

    @BeforeEach
    void own() {
        numbers.own(List.of());
    }

    @Test
    void takesBackWhatHasNotLeft() {
        Command second = numbers.command("a2", "a", Priority.NORMAL);
        numbers.arrive(List.of(numbers.command("a1", "a", Priority.NORMAL), second));
        numbers.pass(SECOND);

        numbers.cancel(second);
        numbers.answer(taken());
        numbers.pass(10 * SECOND);

        assertThat(numbers.written).containsExactly("a1");
        assertThat(numbers.finished).containsExactly("a2 Cancelled", "a1 Accepted");
    }

    @Test
    void takesBackWhatComesBackRefused() {
        Command command = numbers.command("a", "a", Priority.NORMAL);
        numbers.arrive(List.of(command));
        numbers.pass(SECOND);

        numbers.cancel(command);
        assertThat(numbers.finished).isEmpty();
        numbers.answer(refused(131016));
        numbers.pass(60 * SECOND);

        assertThat(numbers.written).containsExactly("a");
        assertThat(numbers.finished).containsExactly("a Cancelled");
    }

    @Test
    void doesNotSendAgainWhatAStatusProves() {
        Command second = numbers.command("a2", "a", Priority.NORMAL);
        numbers.arrive(List.of(numbers.command("a1", "a", Priority.NORMAL), second));
        numbers.pass(SECOND);

        numbers.on(new NumberEvent.Proved(second, "w", true));
        numbers.on(
                new NumberEvent.Proved(
                        numbers.command("scheduled", "b", Priority.NORMAL), "w", false));
        numbers.answer(taken());
        numbers.pass(10 * SECOND);

        assertThat(numbers.written).containsExactly("a1");
        assertThat(numbers.finished)
                .containsExactly("a2 Accepted", "scheduled Accepted", "a1 Accepted");
    }

    @Test
    void believesAStatusMoreThanACancellationOrARefusal() {
        Command command = numbers.command("a", "a", Priority.NORMAL);
        numbers.arrive(List.of(command));
        numbers.pass(SECOND);

        numbers.on(new NumberEvent.Proved(command, "w", true));
        numbers.cancel(command);
        assertThat(numbers.finished).isEmpty();
        numbers.answer(refused(131016));
        numbers.pass(60 * SECOND);

        assertThat(numbers.written).containsExactly("a");
        assertThat(numbers.finished).containsExactly("a Accepted");
    }
}
