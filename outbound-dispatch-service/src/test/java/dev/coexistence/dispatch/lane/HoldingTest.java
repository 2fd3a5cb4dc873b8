package dev.coexistence.dispatch.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.dispatch.refusal.Hold;
import dev.coexistence.dispatch.refusal.HoldReason;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import dev.coexistence.dispatch.refusal.ReleasedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A number of which Meta takes nothing, and how it is found out that it does again. */
class HoldingTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PAYMENT = 131042;
    private static final int PERMISSION = 10;

    private final Meta meta = new Meta();
    private long now = 50 * SECOND;
    private final InstantSource time = () -> START.plusNanos(now);
    private Lanes lanes = owner();
    private int seq;

    /** Answers each message at once, as the test says. */
    private final class Meta implements LaneActions {
        private final List<String> written = new ArrayList<>();
        private final List<Long> writtenAt = new ArrayList<>();
        private final List<String> finished = new ArrayList<>();
        private final List<Hold> holds = new ArrayList<>();
        private final List<Alarm> alarms = new ArrayList<>();
        private final List<Integer> attempts = new ArrayList<>();
        private final Set<String> refusesTo = new HashSet<>();
        private final List<Command> table = new ArrayList<>();
        private int refusesWith;
        private @Nullable Hold stored;

        @Override
        public void load(HeadsWanted wanted) {
            lanes.loaded(
                    wanted,
                    table.stream()
                            .filter(command -> command.priority() == wanted.priority())
                            .filter(command -> command.seq() > wanted.after())
                            .toList());
        }

        @Override
        public void lookUp(String number, int partition) {
            lanes.connection(number, state(1, stored));
        }

        @Override
        public void intend(Attempt attempt) {
            lanes.intended(attempt);
        }

        @Override
        public void open(Attempt attempt) {
            lanes.ready(attempt);
        }

        @Override
        public void write(Attempt attempt) {
            Command command = attempt.command();
            written.add(command.id());
            writtenAt.add(now);
            lanes.written(attempt, now);
            now += SECOND / 100;
            int code = refusesTo.contains(command.recipient()) ? PERMISSION : refusesWith;
            lanes.answered(
                    attempt,
                    code == 0
                            ? new Answer.Taken(new Outcome.Accepted("w", null, null))
                            : new Answer.Refused(
                                    new MetaRefusal(400, code, null, "No, says Meta", null)),
                    now);
        }

        @Override
        public void close(Attempt attempt) {}

        @Override
        public void withdraw(Attempt attempt, int requests, @Nullable Instant notBefore) {
            attempts.add(requests);
            lanes.withdrawn(attempt);
        }

        @Override
        public void finish(Command command, Outcome outcome, @Nullable Attempt attempt) {
            finished.add(command.id() + " " + outcome.getClass().getSimpleName());
        }

        @Override
        public void doubt(Attempt attempt, Reason reason) {}

        @Override
        public void templatePaused(Command command) {}

        @Override
        public void hold(Hold hold, long waiting) {
            holds.add(hold);
            stored = hold.stage() == Hold.Stage.RELEASED ? null : hold;
        }

        @Override
        public void end(String number, int partition, Reason reason) {
            lanes.allEnded(number);
        }

        @Override
        public void alarm(Alarm alarm, String number) {
            alarms.add(alarm);
        }
    }

    private Lanes owner() {
        return Lanes.create(
                () -> now,
                time,
                LaneSettings.defaults(),
                PacingSettings.defaults(),
                Rule.all(),
                meta);
    }

    private static NumberState state(long version, @Nullable Hold hold) {
        return new NumberState(
                "n",
                1,
                version,
                false,
                null,
                "full_migration",
                20,
                "e",
                List.of(),
                "t",
                null,
                hold);
    }

    private Command command(String id, String recipient) {
        return new Command(
                id,
                "n",
                0,
                ++seq,
                Priority.NORMAL,
                recipient,
                new Command.Content(recipient, null, "text", "{}", null, null, null),
                new Command.Terms(time.instant(), null, null, Command.UnknownPolicy.PARK),
                0,
                false);
    }

    private List<Command> commands(int count) {
        var commands = new ArrayList<Command>();
        for (int i = 0; i < count; i++) {
            commands.add(command("m" + i, "r" + i));
        }
        return commands;
    }

    private void pass(Duration while_) {
        long end = now + while_.toNanos();
        while (true) {
            long next = lanes.tick();
            if (next > end) {
                now = Math.max(now, end);
                return;
            }
            now = Math.max(now, next);
        }
    }

    private @Nullable LaneView view() {
        return lanes.view("n");
    }

    @BeforeEach
    void own() {
        take(List.of());
    }

    private void take(List<Lanes.Backlog> backlog) {
        lanes.takenOver(0, now, backlog);
        lanes.leasedUntil(now + 10_000_000 * SECOND);
        lanes.inboundKnown(Set.of(0), now + 1);
        pass(Duration.ofSeconds(2));
    }

    @Test
    void holdsWithReasonAndBeginningAndTellsWhatReleasesIt() {
        meta.refusesWith = PAYMENT;
        lanes.arrived(commands(3));
        pass(Duration.ofSeconds(1));

        Hold hold = meta.holds.getLast();
        assertThat(hold.reason()).isEqualTo(HoldReason.PAYMENT);
        assertThat(hold.reason().releasedBy()).isEqualTo(ReleasedBy.TIME);
        assertThat(hold.refusal().message()).isEqualTo("No, says Meta");
        assertThat(hold.since()).isBetween(time.instant().minusSeconds(2), time.instant());
        assertThat(view()).isNotNull().extracting(LaneView::heldFor).isEqualTo("META_131042");
        assertThat(meta.alarms).containsExactly(LaneActions.Alarm.NUMBER_STOPPED);
    }

    @Test
    void sendsWithinNinetySecondsOfAPaymentThatWasMendedAtAnyTime() {
        for (long heldFor : new long[] {1, 30, 61, 200, 3_600, 90_000}) {
            meta.refusesWith = PAYMENT;
            lanes.arrived(commands(5));
            pass(Duration.ofSeconds(heldFor));
            int before = meta.written.size();
            meta.refusesWith = 0;
            long mended = now;

            pass(Duration.ofSeconds(90));

            assertThat(meta.writtenAt.get(before) - mended)
                    .as("held for %d s", heldFor)
                    .isLessThan(90 * SECOND);
            assertThat(view()).isNotNull().extracting(LaneView::heldFor).isNull();
        }
        assertThat(meta.finished).hasSize(30).allMatch(end -> end.endsWith("Accepted"));
    }

    @ParameterizedTest
    @ValueSource(ints = {132000, 132001, 131009, 131026, 131047, 132015, 131056})
    void passesWhereMetaRefusesAMessageForItself(int code) {
        meta.refusesWith = PAYMENT;
        lanes.arrived(commands(3));
        pass(Duration.ofSeconds(2));
        meta.refusesWith = code;

        pass(Duration.ofSeconds(90));

        assertThat(view()).isNotNull().extracting(LaneView::heldFor).isNull();
        assertThat(meta.holds.getLast().stage()).isEqualTo(Hold.Stage.RELEASED);
    }

    @ParameterizedTest
    @ValueSource(ints = {190, 0, 3, 10, 200, 299, 368, 131031, 131037, 131045, 133000, 133010, 33})
    void waitsForNothingForEverWhateverTheCode(int code) {
        meta.refusesWith = code;
        lanes.arrived(commands(3));
        pass(Duration.ofHours(5));
        meta.refusesWith = 0;

        pass(Duration.ofMinutes(16));

        assertThat(meta.finished).hasSize(3).allMatch(end -> end.endsWith("Accepted"));
    }

    @Test
    void triesWithOneThenWithAFewThenWithAll() {
        meta.refusesWith = PAYMENT;
        lanes.arrived(commands(40));
        pass(Duration.ofSeconds(4));
        int refused = meta.written.size();

        pass(Duration.ofMillis(1_500));
        assertThat(meta.written).hasSize(refused + 1);
        meta.refusesWith = 0;
        pass(Duration.ofSeconds(15));

        assertThat(meta.holds)
                .extracting(Hold::stage)
                .containsExactly(
                        Hold.Stage.HELD, Hold.Stage.HELD, Hold.Stage.PROBING, Hold.Stage.RELEASED);
        assertThat(meta.finished).hasSize(40);
    }

    @Test
    void countsNoAttemptOfAMessageThatIsRefusedForItsNumber() {
        meta.refusesWith = PAYMENT;
        lanes.arrived(commands(1));

        pass(Duration.ofHours(2));

        assertThat(meta.attempts).hasSizeGreaterThan(50).containsOnly(0);
        assertThat(meta.finished).isEmpty();
    }

    @Test
    void endsAMessageThatMetaRefusesWhileItTakesOthers() {
        meta.refusesTo.add("r0");
        lanes.arrived(commands(30));

        pass(Duration.ofSeconds(20));

        assertThat(meta.finished).hasSize(30).contains("m0 Rejected");
        assertThat(meta.finished).filteredOn(end -> end.endsWith("Accepted")).hasSize(29);
        assertThat(view()).isNotNull().extracting(LaneView::heldFor).isNull();
    }

    @Test
    void endsAMessageThatIsRefusedAloneThoughOnlyOneOtherWaits() {
        meta.refusesTo.add("r0");
        lanes.arrived(commands(2));

        pass(Duration.ofSeconds(20));

        assertThat(meta.finished).containsExactly("m1 Accepted", "m0 Rejected");
    }

    @Test
    void endsAMessageThatIsRefusedWhileThoseBesideItWereTaken() {
        meta.refusesTo.add("r0");
        lanes.arrived(List.of(command("first", "x"), command("m0", "r0"), command("last", "y")));

        pass(Duration.ofSeconds(20));

        assertThat(meta.finished).containsOnlyOnce("m0 Rejected").hasSize(3);
        assertThat(view()).isNotNull().extracting(LaneView::heldFor).isNull();
    }

    @Test
    void letsTheNextMessageShowSoonWhoseFaultALoneRefusalIs() {
        meta.refusesTo.add("r0");
        lanes.arrived(commands(1));
        pass(Duration.ofHours(1));

        lanes.arrived(List.of(command("next", "x")));
        pass(Duration.ofSeconds(10));

        assertThat(meta.finished).containsExactly("next Accepted", "m0 Rejected");
    }

    @Test
    void losesNothingToANumberThatIsRefusedAnew() {
        meta.refusesWith = 131031;
        lanes.arrived(commands(8));
        pass(Duration.ofSeconds(4));
        meta.refusesWith = 0;
        pass(Duration.ofSeconds(2));
        lanes.arrived(List.of(command("later", "x")));

        meta.refusesWith = 131031;
        pass(Duration.ofMinutes(10));
        meta.refusesWith = 0;
        pass(Duration.ofMinutes(16));

        assertThat(meta.finished).hasSize(9);
        assertThat(meta.finished).filteredOn(end -> end.endsWith("Rejected")).hasSizeLessThan(2);
    }

    @Test
    void triesAtOnceThroughAnotherToken() {
        meta.refusesWith = 190;
        lanes.arrived(commands(3));
        pass(Duration.ofHours(1));
        meta.refusesWith = 0;

        changed(current ->
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
        pass(Duration.ofSeconds(3));

        assertThat(meta.finished).hasSize(3);
    }

    @Test
    void triesAtOnceAfterATestOfTheLinkThatPassed() {
        meta.refusesWith = 131031;
        lanes.arrived(commands(3));
        pass(Duration.ofHours(1));
        meta.refusesWith = 0;

        changed(current ->
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
                        time.instant(),
                        null));
        pass(Duration.ofSeconds(3));

        assertThat(meta.finished).hasSize(3);
    }

    @Test
    void isReleasedByATestThatPassedWhereNothingWaits() {
        meta.refusesWith = 190;
        Command only = command("only", "r");
        lanes.arrived(List.of(only));
        pass(Duration.ofSeconds(1));
        lanes.cancel(List.of(only), true);
        pass(Duration.ofMinutes(1));
        assertThat(view()).isNotNull().extracting(LaneView::heldFor).isEqualTo("META_190");

        changed(current ->
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
                        time.instant(),
                        null));
        pass(Duration.ofSeconds(1));

        assertThat(meta.holds.getLast().stage()).isEqualTo(Hold.Stage.RELEASED);
    }

    private void changed(Function<NumberState, NumberState> change) {
        lanes.connection("n", change.apply(state(1, null)));
    }

    @Test
    void goesOnHoldingUnderTheNextOwner() {
        meta.refusesWith = 131031;
        var commands = commands(2);
        meta.table.addAll(commands);
        lanes.arrived(commands);
        pass(Duration.ofMinutes(5));
        Hold held = meta.holds.getLast();
        int before = meta.written.size();

        lanes = owner();
        take(List.of(new Lanes.Backlog("n", new long[] {0, 0, 2, 0})));
        pass(Duration.ofSeconds(5));

        assertThat(meta.written).hasSize(before);
        assertThat(view()).isNotNull().extracting(LaneView::hold).isEqualTo(held);
        pass(Duration.ofMinutes(11));
        assertThat(meta.written).hasSizeGreaterThan(before);
    }

    @Test
    void expiresWhileItIsHeld() {
        meta.refusesWith = PAYMENT;
        Command one = command("one", "r");
        lanes.arrived(List.of(one));
        pass(Duration.ofSeconds(3));

        lanes.expire(List.of(one), true);
        pass(Duration.ofSeconds(1));

        assertThat(meta.finished).containsExactly("one Expired");
    }
}
