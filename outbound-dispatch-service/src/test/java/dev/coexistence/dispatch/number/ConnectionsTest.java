package dev.coexistence.dispatch.number;

import static dev.coexistence.dispatch.number.DecisionHarness.SECOND;
import static dev.coexistence.dispatch.number.DecisionHarness.refused;
import static dev.coexistence.dispatch.number.DecisionHarness.state;
import static dev.coexistence.dispatch.number.DecisionHarness.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.command.Priority;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A number's connection: unknown, suspended, renewed, and forgotten without work. */
class ConnectionsTest {
    private final DecisionHarness numbers = new DecisionHarness();

    @BeforeEach
    void own() {
        numbers.own(List.of());
    }

    @Test
    void holdsWhileTheConnectionIsAwayAndGoesOnAfterwards() {
        numbers.connection = () -> state(2, "SUSPENDED");
        numbers.arrive(List.of(numbers.command("a", "a", Priority.NORMAL)));
        numbers.pass(10 * SECOND);
        assertThat(numbers.written).isEmpty();
        numbers.connect(state(2, "SUSPENDED"));

        numbers.connect(state(3, null));
        numbers.pass(2 * SECOND);

        assertThat(numbers.written).containsExactly("a");
    }

    @Test
    void triesTheWayAtOnceThroughANewStateOfTheConnection() {
        numbers.arrive(
                List.of(
                        numbers.command("a", "a", Priority.NORMAL),
                        numbers.command("b", "b", Priority.NORMAL)));
        numbers.pass(SECOND / 100);

        numbers.answer(refused(190));
        numbers.pass(4 * SECOND);

        assertThat(numbers.written).containsExactly("a");
        assertThat(numbers.alarms).containsExactly(NumberAction.Alarm.NUMBER_STOPPED);
        numbers.connect(state(2, null));
        numbers.pass(SECOND / 2);
        assertThat(numbers.written).containsExactly("a", "b");
        numbers.answer(taken());
        numbers.pass(SECOND);
        assertThat(numbers.written).containsExactly("a", "b", "a");
    }

    @Test
    void waitsAWhileForAConnectionThenEndsWhatWaits() {
        numbers.connection = () -> null;
        numbers.arrive(List.of(numbers.command("a", "a", Priority.NORMAL)));

        numbers.pass(29 * SECOND);
        assertThat(numbers.ended).isEmpty();
        numbers.pass(2 * SECOND);

        assertThat(numbers.ended).containsExactly("n UNKNOWN_NUMBER");
    }

    @Test
    void forgetsANumberWithoutWork() {
        numbers.arrive(List.of(numbers.command("a", "a", Priority.NORMAL)));
        numbers.pass(SECOND);
        numbers.answer(taken());
        numbers.pass(600 * SECOND);

        numbers.on(new NumberEvent.IdleCheckDue());

        assertThat(numbers.views()).isEmpty();
        assertThat(Set.copyOf(numbers.written)).containsExactly("a");
    }
}
