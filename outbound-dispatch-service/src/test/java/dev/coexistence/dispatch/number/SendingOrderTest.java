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

    @Test
    void aSingleMessageDoesNotWaitForTheEndOfACampaign() {
        numbers.meta = _ -> taken();
        store(campaign(Priority.NORMAL));
        numbers.pass(SECOND);
        assertThat(numbers.written).hasSizeBetween(15, 25);

        store(List.of(numbers.command("order", "ana", Priority.NORMAL, "order-17")));
        numbers.pass(SECOND);

        assertThat(numbers.written).contains("order").hasSizeBetween(35, 45);
        numbers.pass(SECOND);
        assertThat(numbers.written).hasSizeBetween(55, 65).doesNotHaveDuplicates();
    }

    @Test
    void sendersTakeTurns() {
        numbers.meta = _ -> taken();
        store(campaign(Priority.NORMAL));
        var orders = new ArrayList<Command>();
        for (int i = 0; i < 8; i++) {
            orders.add(numbers.command("o" + i, "customer" + i, Priority.NORMAL, "orders"));
        }
        for (Command order : orders) {
            store(List.of(order));
            numbers.pass(SECOND / 4);
        }

        numbers.pass(SECOND);

        assertThat(numbers.written)
                .containsSubsequence("o0", "o1", "o2", "o3", "o4", "o5", "o6", "o7")
                .hasSizeGreaterThan(50);
    }

    @Test
    void whoIsInTheCampaignGetsItFirst() {
        numbers.meta = _ -> taken();
        store(campaign(Priority.NORMAL));
        numbers.pass(SECOND);

        store(List.of(numbers.command("order", "r1400", Priority.NORMAL, "order-17")));
        numbers.pass(200 * SECOND);

        assertThat(numbers.written).containsSubsequence("c1400", "order").doesNotHaveDuplicates();
    }

    @Test
    void whatAPersonWritesGoesBeforeACampaign() {
        numbers.meta = _ -> taken();
        store(campaign(Priority.NORMAL));
        numbers.pass(SECOND);

        store(List.of(numbers.command("reply", "ana", Priority.URGENT, "inbox")));
        numbers.pass(SECOND / 4);

        assertThat(numbers.written).contains("reply");
    }

    @Test
    void marksAsReadStandInNoLineAndTakeNoPlace() {
        numbers.meta = _ -> taken();
        store(campaign(Priority.URGENT));
        numbers.pass(SECOND);
        int before = numbers.written.size();

        var marks = new ArrayList<Command>();
        for (int i = 0; i < 10; i++) {
            marks.add(numbers.signal("m" + i));
        }
        store(marks);
        numbers.pass(SECOND);

        assertThat(numbers.written).contains("m0", "m9");
        assertThat(numbers.written.stream().skip(before).filter(id -> id.startsWith("c")).count())
                .isBetween(17L, 22L);
        assertThat(numbers.view()).extracting(LaneView::waiting).isNotNull();
    }

    @Test
    void aRefusedMarkHoldsNothing() {
        store(List.of(numbers.signal("mark")));
        numbers.pass(SECOND / 2);
        numbers.answer(refused(190));
        numbers.meta = _ -> taken();
        store(List.of(numbers.command("a1", "a", Priority.NORMAL)));
        numbers.pass(SECOND);

        assertThat(numbers.finished).contains("mark Rejected", "a1 Accepted");
        assertThat(numbers.holds).isEmpty();
    }

    @Test
    void aMarkOfAHeldNumberWaitsForItsMessagesAndNotForEver() {
        Command message = numbers.command("a1", "a", Priority.NORMAL);
        store(List.of(message));
        numbers.pass(SECOND / 2);
        numbers.answer(refused(190));
        store(List.of(numbers.signal("mark")));
        numbers.pass(SECOND);
        assertThat(numbers.written).containsExactly("a1");

        numbers.cancel(message);
        numbers.pass(10 * SECOND);
        numbers.answer(refused(190));

        assertThat(numbers.finished).contains("mark Rejected");
        assertThat(numbers.holds).hasSize(1);
    }

    private List<Command> campaign(Priority priority) {
        var campaign = new ArrayList<Command>();
        for (int i = 0; i < 1_500; i++) {
            campaign.add(numbers.command("c" + i, "r" + i, priority, "spring"));
        }
        return campaign;
    }

    private void store(List<Command> commands) {
        numbers.table.addAll(commands);
        numbers.arrive(commands);
    }
}
