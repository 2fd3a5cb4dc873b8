package dev.coexistence.dispatch.number;

import static dev.coexistence.dispatch.number.DecisionHarness.SECOND;
import static dev.coexistence.dispatch.number.DecisionHarness.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.command.Priority;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lease, outages, and inbound traffic that nobody can see meanwhile. */
class OwnershipTest {
    private final DecisionHarness numbers = new DecisionHarness();

    @BeforeEach
    void own() {
        numbers.own(List.of());
    }

    @Test
    void writesNothingWithoutALease() {
        numbers.lease(numbers.now);
        numbers.arrive(List.of(numbers.command("a", "a", Priority.NORMAL)));

        numbers.pass(10 * SECOND);

        assertThat(numbers.written).isEmpty();
    }

    @Test
    void beginsAgainAfterAnOutageWithASilentSecondAndOnceItKnowsWhatCameIn() {
        numbers.lease(numbers.now);
        numbers.arrive(List.of(numbers.command("a", "a", Priority.NORMAL)));
        numbers.pass(60 * SECOND);
        numbers.lease(numbers.now + 600 * SECOND);
        long again = numbers.now;

        numbers.pass(10 * SECOND);
        assertThat(numbers.written).as("nobody knows what came in").isEmpty();
        numbers.on(new NumberEvent.InboundKnown(Set.of(0), again - 1));
        numbers.pass(SECOND);
        assertThat(numbers.written).as("nor what came in last").isEmpty();
        numbers.on(new NumberEvent.InboundKnown(Set.of(0), again));
        numbers.pass(SECOND);

        assertThat(numbers.written).containsExactly("a");
    }

    @Test
    void keepsTheRoomOfInboundTrafficWhileNothingIsHeardOfIt() {
        for (int i = 0; i < 20; i++) {
            numbers.on(new NumberEvent.InboundCounted("n", 0, 1, numbers.instant()));
            numbers.pass(SECOND / 5);
            numbers.on(new NumberEvent.InboundKnown(Set.of(0), numbers.now));
        }
        int heard = Objects.requireNonNull(numbers.view()).reserved();

        numbers.pass(120 * SECOND);
        int silent = Objects.requireNonNull(numbers.view()).reserved();
        for (int i = 0; i < 60; i++) {
            numbers.now += SECOND;
            numbers.on(new NumberEvent.InboundKnown(Set.of(0), numbers.now));
        }

        assertThat(heard).isBetween(6, 7);
        assertThat(silent).isEqualTo(heard);
        assertThat(Objects.requireNonNull(numbers.view()).reserved()).isZero();
    }

    @Test
    void countsWhatCameInBeforeTheBudgetIsKnown() {
        numbers.connection = () -> null;
        numbers.on(new NumberEvent.InboundCounted("n", 0, 7, numbers.instant()));

        numbers.connect(state(1, null));

        assertThat(Objects.requireNonNull(numbers.view()).reserved()).isEqualTo(8);
    }
}
