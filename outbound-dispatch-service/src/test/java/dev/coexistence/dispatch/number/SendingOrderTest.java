package dev.coexistence.dispatch.number;

import static dev.coexistence.dispatch.number.DecisionHarness.SECOND;
import static dev.coexistence.dispatch.number.DecisionHarness.refused;
import static dev.coexistence.dispatch.number.DecisionHarness.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.Priority;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Order in which the messages of a number leave. */
class SendingOrderTest {
    private final DecisionHarness numbers = new DecisionHarness();

    @BeforeEach
    void own() {
        numbers.own(List.of());
    }

    @Test
    void sendsTheMostUrgentFirst() {
        numbers.arrive(
                List.of(
                        numbers.command("bulk", "a", Priority.BULK),
                        numbers.command("normal", "b", Priority.NORMAL),
                        numbers.command("urgent", "c", Priority.URGENT)));

        numbers.pass(SECOND / 10);
        numbers.answer(taken());
        numbers.pass(SECOND);

        assertThat(numbers.written).startsWith("urgent", "normal");
    }

    @Test
    void sendsSomeBulkWhateverElseWaits() {
        var commands = new ArrayList<Command>();
        commands.add(numbers.command("bulk", "b", Priority.BULK));
        for (int i = 0; i < 100; i++) {
            commands.add(numbers.command("u" + i, "r" + i, Priority.URGENT));
        }
        numbers.arrive(commands);

        numbers.pass(SECOND / 10);
        numbers.answer(taken());
        numbers.pass(2 * SECOND);

        assertThat(numbers.written).contains("bulk").doesNotContain("u99");
    }

    @Test
    void keepsOneMessageOfARecipientUnderWayAndItsOrder() {
        numbers.arrive(
                List.of(
                        numbers.command("a1", "a", Priority.NORMAL),
                        numbers.command("a2", "a", Priority.NORMAL),
                        numbers.command("b1", "b", Priority.NORMAL)));

        numbers.pass(3 * SECOND);

        assertThat(numbers.written).containsExactly("a1", "b1");
        numbers.answer(taken());
        numbers.pass(SECOND);
        assertThat(numbers.written).containsExactly("a1", "b1", "a2");
    }

    @Test
    void letsAPairLimitedRecipientWaitAlone() {
        numbers.arrive(
                List.of(
                        numbers.command("a1", "a", Priority.NORMAL),
                        numbers.command("b1", "b", Priority.NORMAL)));
        numbers.pass(SECOND / 10);

        numbers.answer(refused(131056));
        numbers.pass(2 * SECOND);

        assertThat(numbers.written).containsExactly("a1", "b1");
        numbers.pass(3 * SECOND);
        assertThat(numbers.written).containsExactly("a1", "b1", "a1");
    }
}
