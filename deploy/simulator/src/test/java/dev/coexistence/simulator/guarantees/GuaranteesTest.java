package dev.coexistence.simulator.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GuaranteesTest {
    private static final String NUMBER = "900000000000001";

    private final WithinBudget budget = new WithinBudget(_ -> 2);
    private final Guarantees kept =
            Guarantees.of(new AtMostOnce(), new NothingLost(), new OrderPerRecipient(), budget);

    @Test
    void aCleanRunKeepsEveryPromise() {
        command("a", "ana", 0);
        command("b", "ana", 1);
        arrive("a", "ana", false, 2);
        arrive("a", "ana", true, 3);
        end("a", "ACCEPTED");
        end("b", "EXPIRED");

        kept.assertKept();
    }

    @Test
    void aSecondAcceptanceIsSeen() {
        command("a", "ana", 0);
        arrive("a", "ana", true, 1);
        arrive("a", "ana", true, 2);
        end("a", "ACCEPTED");

        assertThat(kept.finish()).extracting(Violation::guarantee).containsExactly("AtMostOnce");
    }

    @Test
    void aCommandWithoutAnEndIsSeenAtTheEndOnly() {
        command("a", "ana", 0);

        assertThat(kept.violations()).isEmpty();
        assertThatThrownBy(kept::assertKept)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("command a has no terminal result");
    }

    @Test
    void anEndThatLiesIsSeen() {
        command("a", "ana", 0);
        command("b", "ana", 0);
        arrive("b", "ana", true, 1);
        end("a", "ACCEPTED");
        end("b", "REJECTED");

        assertThat(kept.finish())
                .extracting(Violation::sentence)
                .containsExactlyInAnyOrder(
                        "command a ended ACCEPTED but never arrived",
                        "command b ended REJECTED but was accepted");
    }

    @Test
    void twoEndsAreSeen() {
        command("a", "ana", 0);
        end("a", "EXPIRED");
        end("a", "CANCELLED");

        assertThat(kept.finish()).hasSize(1);
    }

    @Test
    void unknownIsTrueEitherWay() {
        command("a", "ana", 0);
        command("b", "ben", 0);
        arrive("b", "ben", true, 1);
        end("a", "UNKNOWN");
        end("b", "UNKNOWN");

        kept.assertKept();
    }

    @Test
    void overtakingIsSeenForOneRecipientOnly() {
        command("a", "ana", 0);
        command("b", "ben", 0);
        command("c", "ana", 0);
        arrive("b", "ben", true, 1);
        arrive("c", "ana", true, 2 * SlidingSecond.SECOND);
        arrive("a", "ana", true, 4 * SlidingSecond.SECOND);

        assertThat(kept.violations())
                .extracting(Violation::guarantee)
                .containsExactly("OrderPerRecipient");
    }

    @Test
    void refusedRequestsCountAgainstTheBudgetToo() {
        command("a", "ana", 0);
        arrive("a", "ana", false, 1);
        arrive("a", "ana", false, 2);
        arrive("a", "ana", true, 3);

        assertThat(kept.violations())
                .extracting(Violation::sentence)
                .containsExactly("number " + NUMBER + " had 3 in one second, allowed 2");
    }

    @Test
    void whatIsNotASendCountsWhenTold() {
        command("a", "ana", 0);
        budget.counted(NUMBER, 1);
        budget.counted(NUMBER, 2);
        arrive("a", "ana", true, 3);

        assertThat(kept.violations()).hasSize(1);
        assertThat(budget.worst(NUMBER)).isEqualTo(3);
    }

    @Test
    void whatIsNotASendMayBeTheOneTooMany() {
        command("a", "ana", 0);
        arrive("a", "ana", false, 1);
        arrive("a", "ana", true, 2);
        budget.counted(NUMBER, 3);

        assertThat(kept.violations())
                .extracting(Violation::sentence)
                .containsExactly("number " + NUMBER + " had 3 in one second, allowed 2");
    }

    @Test
    void aRaisedLevelHoldsFromItsChangeOn() {
        command("a", "ana", 0);
        arrive("a", "ana", false, 1);
        arrive("a", "ana", false, 2);
        budget.budgetChanged(NUMBER, 3);
        arrive("a", "ana", true, 3);

        assertThat(kept.violations()).isEmpty();
    }

    private void command(String id, String recipient, long nanos) {
        kept.commanded(new Commanded(id, NUMBER, recipient, "NORMAL", nanos));
    }

    private void arrive(String id, String recipient, boolean accepted, long nanos) {
        kept.arrived(new Arrived(id, NUMBER, recipient, accepted, nanos));
    }

    private void end(String id, String outcome) {
        kept.ended(new Ended(id, outcome, 9));
    }
}
