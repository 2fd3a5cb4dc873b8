package dev.coexistence.dispatch.number;

import static dev.coexistence.dispatch.number.DecisionHarness.SECOND;
import static dev.coexistence.dispatch.number.DecisionHarness.refused;
import static dev.coexistence.dispatch.number.DecisionHarness.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.refusal.Hold;
import dev.coexistence.dispatch.refusal.HoldReason;
import dev.coexistence.dispatch.refusal.ReleasedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A number of which Meta takes nothing, and how it is found out that it does again. */
class HoldProbingTest {
    private static final int PAYMENT = 131042;
    private static final int PERMISSION = 10;

    private final DecisionHarness numbers = new DecisionHarness();
    private final Set<String> refusesTo = new HashSet<>();
    private int refusesWith;

    @BeforeEach
    void own() {
        numbers.connection = () -> connected(numbers.stored());
        numbers.meta = this::answer;
        numbers.own(List.of());
    }

    private MetaAnswer answer(Command command) {
        int code = refusesTo.contains(command.recipient()) ? PERMISSION : refusesWith;
        return code == 0 ? taken() : refused(code);
    }

    private static NumberState connected(@Nullable Hold hold) {
        return new NumberState(
                "n", 1, 1, false, null, "full_migration", 20, "e", List.of(), "t", null, hold);
    }

    private Command command(String id, String recipient) {
        return numbers.command(id, recipient, Priority.NORMAL);
    }

    private List<Command> commands(int count) {
        var commands = new ArrayList<Command>();
        for (int i = 0; i < count; i++) {
            commands.add(command("m" + i, "r" + i));
        }
        return commands;
    }

    @Test
    void holdsWithReasonAndBeginningAndTellsWhatReleasesIt() {
        refusesWith = PAYMENT;
        numbers.arrive(commands(3));
        numbers.pass(Duration.ofSeconds(1));

        Hold hold = numbers.holds.getLast();
        assertThat(hold.reason()).isEqualTo(HoldReason.PAYMENT);
        assertThat(hold.reason().releasedBy()).isEqualTo(ReleasedBy.TIME);
        assertThat(hold.refusal().message()).isEqualTo("No, says Meta");
        assertThat(hold.since()).isBetween(numbers.instant().minusSeconds(2), numbers.instant());
        assertThat(numbers.view())
                .isNotNull()
                .extracting(LaneView::heldFor)
                .isEqualTo("META_131042");
        assertThat(numbers.alarms).containsExactly(NumberAction.Alarm.NUMBER_STOPPED);
    }

    @Test
    void sendsWithinNinetySecondsOfAPaymentThatWasMendedAtAnyTime() {
        for (long heldFor : new long[] {1, 30, 61, 200, 3_600, 90_000}) {
            refusesWith = PAYMENT;
            numbers.arrive(commands(5));
            numbers.pass(Duration.ofSeconds(heldFor));
            int before = numbers.written.size();
            refusesWith = 0;
            long mended = numbers.now;

            numbers.pass(Duration.ofSeconds(90));

            assertThat(numbers.writtenAt.get(before) - mended)
                    .as("held for %d s", heldFor)
                    .isLessThan(90 * SECOND);
            assertThat(numbers.view()).isNotNull().extracting(LaneView::heldFor).isNull();
        }
        assertThat(numbers.finished).hasSize(30).allMatch(end -> end.endsWith("Accepted"));
    }

    @ParameterizedTest
    @ValueSource(ints = {132000, 132001, 131009, 131026, 131047, 132015, 131056})
    void passesWhereMetaRefusesAMessageForItself(int code) {
        refusesWith = PAYMENT;
        numbers.arrive(commands(3));
        numbers.pass(Duration.ofSeconds(2));
        refusesWith = code;

        numbers.pass(Duration.ofSeconds(90));

        assertThat(numbers.view()).isNotNull().extracting(LaneView::heldFor).isNull();
        assertThat(numbers.holds.getLast().stage()).isEqualTo(Hold.Stage.RELEASED);
    }

    @ParameterizedTest
    @ValueSource(ints = {190, 0, 3, 10, 200, 299, 368, 131031, 131037, 131045, 133000, 133010, 33})
    void waitsForNothingForEverWhateverTheCode(int code) {
        refusesWith = code;
        numbers.arrive(commands(3));
        numbers.pass(Duration.ofHours(5));
        refusesWith = 0;

        numbers.pass(Duration.ofMinutes(16));

        assertThat(numbers.finished).hasSize(3).allMatch(end -> end.endsWith("Accepted"));
    }

    @Test
    void triesWithOneThenWithAFewThenWithAll() {
        refusesWith = PAYMENT;
        numbers.arrive(commands(40));
        numbers.pass(Duration.ofSeconds(4));
        int refused = numbers.written.size();

        numbers.pass(Duration.ofMillis(1_500));
        assertThat(numbers.written).hasSize(refused + 1);
        refusesWith = 0;
        numbers.pass(Duration.ofSeconds(15));

        assertThat(numbers.holds)
                .extracting(Hold::stage)
                .containsExactly(
                        Hold.Stage.HELD, Hold.Stage.HELD, Hold.Stage.PROBING, Hold.Stage.RELEASED);
        assertThat(numbers.finished).hasSize(40);
    }

    @Test
    void countsNoAttemptOfAMessageThatIsRefusedForItsNumber() {
        refusesWith = PAYMENT;
        numbers.arrive(commands(1));

        numbers.pass(Duration.ofHours(2));

        assertThat(numbers.attempts).hasSizeGreaterThan(50).containsOnly(0);
        assertThat(numbers.finished).isEmpty();
    }

    @Test
    void endsAMessageThatMetaRefusesWhileItTakesOthers() {
        refusesTo.add("r0");
        numbers.arrive(commands(30));

        numbers.pass(Duration.ofSeconds(20));

        assertThat(numbers.finished).hasSize(30).contains("m0 Rejected");
        assertThat(numbers.finished).filteredOn(end -> end.endsWith("Accepted")).hasSize(29);
        assertThat(numbers.view()).isNotNull().extracting(LaneView::heldFor).isNull();
    }

    @Test
    void endsAMessageThatIsRefusedAloneThoughOnlyOneOtherWaits() {
        refusesTo.add("r0");
        numbers.arrive(commands(2));

        numbers.pass(Duration.ofSeconds(20));

        assertThat(numbers.finished).containsExactly("m1 Accepted", "m0 Rejected");
    }

    @Test
    void endsAMessageThatIsRefusedWhileThoseBesideItWereTaken() {
        refusesTo.add("r0");
        numbers.arrive(List.of(command("first", "x"), command("m0", "r0"), command("last", "y")));

        numbers.pass(Duration.ofSeconds(20));

        assertThat(numbers.finished).containsOnlyOnce("m0 Rejected").hasSize(3);
        assertThat(numbers.view()).isNotNull().extracting(LaneView::heldFor).isNull();
    }

    @Test
    void letsTheNextMessageShowSoonWhoseFaultALoneRefusalIs() {
        refusesTo.add("r0");
        numbers.arrive(commands(1));
        numbers.pass(Duration.ofHours(1));

        numbers.arrive(List.of(command("next", "x")));
        numbers.pass(Duration.ofSeconds(10));

        assertThat(numbers.finished).containsExactly("next Accepted", "m0 Rejected");
    }

    @Test
    void losesNothingToANumberThatIsRefusedAnew() {
        refusesWith = 131031;
        numbers.arrive(commands(8));
        numbers.pass(Duration.ofSeconds(4));
        refusesWith = 0;
        numbers.pass(Duration.ofSeconds(2));
        numbers.arrive(List.of(command("later", "x")));

        refusesWith = 131031;
        numbers.pass(Duration.ofMinutes(10));
        refusesWith = 0;
        numbers.pass(Duration.ofMinutes(16));

        assertThat(numbers.finished).hasSize(9);
        assertThat(numbers.finished).filteredOn(end -> end.endsWith("Rejected")).hasSizeLessThan(2);
    }

    @Test
    void triesAtOnceThroughAnotherToken() {
        refusesWith = 190;
        numbers.arrive(commands(3));
        numbers.pass(Duration.ofHours(1));
        refusesWith = 0;

        numbers.connect(
                new NumberState(
                        "n",
                        2,
                        2,
                        false,
                        null,
                        "full_migration",
                        20,
                        "e",
                        List.of(),
                        "new",
                        null,
                        null));
        numbers.pass(Duration.ofSeconds(3));

        assertThat(numbers.finished).hasSize(3);
    }

    @Test
    void triesAtOnceAfterATestOfTheLinkThatPassed() {
        refusesWith = 131031;
        numbers.arrive(commands(3));
        numbers.pass(Duration.ofHours(1));
        refusesWith = 0;

        numbers.connect(
                new NumberState(
                        "n",
                        1,
                        2,
                        false,
                        null,
                        "full_migration",
                        20,
                        "e",
                        List.of(),
                        "t",
                        numbers.instant(),
                        null));
        numbers.pass(Duration.ofSeconds(3));

        assertThat(numbers.finished).hasSize(3);
    }

    @Test
    void isReleasedByATestThatPassedWhereNothingWaits() {
        refusesWith = 190;
        Command only = command("only", "r");
        numbers.arrive(List.of(only));
        numbers.pass(Duration.ofSeconds(1));
        numbers.cancel(only);
        numbers.pass(Duration.ofMinutes(1));
        assertThat(numbers.view()).isNotNull().extracting(LaneView::heldFor).isEqualTo("META_190");

        numbers.connect(
                new NumberState(
                        "n",
                        1,
                        2,
                        false,
                        null,
                        "full_migration",
                        20,
                        "e",
                        List.of(),
                        "t",
                        numbers.instant(),
                        null));
        numbers.pass(Duration.ofSeconds(1));

        assertThat(numbers.holds.getLast().stage()).isEqualTo(Hold.Stage.RELEASED);
    }

    @Test
    void goesOnHoldingUnderTheNextOwner() {
        refusesWith = 131031;
        var commands = commands(2);
        numbers.table.addAll(commands);
        numbers.arrive(commands);
        numbers.pass(Duration.ofMinutes(5));
        Hold held = numbers.holds.getLast();
        int before = numbers.written.size();

        numbers.ownAnew(List.of(new NumberEvent.Backlog("n", new long[] {0, 0, 2, 0, 0})));
        numbers.pass(Duration.ofSeconds(5));

        assertThat(numbers.written).hasSize(before);
        assertThat(numbers.view()).isNotNull().extracting(LaneView::hold).isEqualTo(held);
        numbers.pass(Duration.ofMinutes(11));
        assertThat(numbers.written).hasSizeGreaterThan(before);
    }

    @Test
    void expiresWhileItIsHeld() {
        refusesWith = PAYMENT;
        Command one = command("one", "r");
        numbers.arrive(List.of(one));
        numbers.pass(Duration.ofSeconds(3));

        numbers.on(new NumberEvent.Expired(List.of(one), true));
        numbers.pass(Duration.ofSeconds(1));

        assertThat(numbers.finished).containsExactly("one Expired");
    }
}
