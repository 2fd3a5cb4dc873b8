package dev.coexistence.dispatch.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.dispatch.refusal.Hold;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The decisions, told by hand. */
class LanesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Recorded actions = new Recorded();
    private long now = 50 * SECOND;
    private final InstantSource time = () -> START.plusNanos(now);
    private final Lanes lanes =
            Lanes.create(
                    () -> now,
                    time,
                    LaneSettings.defaults(),
                    PacingSettings.defaults(),
                    Rule.all(),
                    actions);
    private int seq;

    /** Carries everything out at once; answers what the test says. */
    private final class Recorded implements LaneActions {
        private final List<String> written = new ArrayList<>();
        private final List<Attempt> answers = new ArrayList<>();
        private final List<String> finished = new ArrayList<>();
        private final List<String> doubted = new ArrayList<>();
        private final List<Alarm> alarms = new ArrayList<>();
        private final List<Instant> later = new ArrayList<>();
        private final List<String> ended = new ArrayList<>();
        private final List<Hold> holds = new ArrayList<>();
        private final List<String> paused = new ArrayList<>();
        private @Nullable NumberState known = state(1, null);

        @Override
        public void load(HeadsWanted wanted) {
            lanes.loaded(wanted, List.of());
        }

        @Override
        public void lookUp(String number, int partition) {
            lanes.connection(number, known);
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
            written.add(attempt.command().id());
            lanes.written(attempt, now);
            answers.add(attempt);
        }

        @Override
        public void close(Attempt attempt) {}

        @Override
        public void withdraw(Attempt attempt, int attempts, @Nullable Instant notBefore) {
            if (notBefore != null) {
                later.add(notBefore);
            }
            lanes.withdrawn(attempt);
        }

        @Override
        public void finish(Command command, Outcome outcome, @Nullable Attempt attempt) {
            finished.add(command.id() + " " + outcome.getClass().getSimpleName());
        }

        @Override
        public void doubt(Attempt attempt, Reason reason) {
            doubted.add(attempt.command().id() + " " + reason);
        }

        @Override
        public void templatePaused(Command command) {
            paused.add(command.id());
        }

        @Override
        public void hold(Hold hold, long waiting) {
            holds.add(hold);
        }

        @Override
        public void end(String number, int partition, Reason reason) {
            ended.add(number + " " + reason);
            lanes.allEnded(number);
        }

        @Override
        public void alarm(Alarm alarm, String number) {
            alarms.add(alarm);
        }
    }

    private static NumberState state(long version, @Nullable String heldFor) {
        return new NumberState(
                "n",
                1,
                version,
                false,
                heldFor,
                "coexistence",
                20,
                "seven-io",
                List.of(),
                "t",
                null,
                null);
    }

    private Command command(String id, String recipient, Priority priority) {
        return new Command(
                id,
                "n",
                0,
                ++seq,
                priority,
                recipient,
                new Command.Content(recipient, null, "text", "{}", null, null, null),
                new Command.Terms(time.instant(), null, null, Command.UnknownPolicy.PARK),
                0,
                false);
    }

    private void pass(long nanos) {
        long end = now + nanos;
        while (true) {
            long next = lanes.tick();
            if (next > end) {
                now = end;
                return;
            }
            now = Math.max(now, next);
        }
    }

    private void answer(Answer answer) {
        lanes.answered(actions.answers.removeFirst(), answer, now);
    }

    private static Answer taken() {
        return new Answer.Taken(new Outcome.Accepted("w", null, null));
    }

    private static Answer refused(int code) {
        return new Answer.Refused(new MetaRefusal(400, code, null, null, null));
    }

    @BeforeEach
    void own() {
        lanes.takenOver(0, now, List.of());
        lanes.leasedUntil(now + 1_000_000 * SECOND);
        lanes.inboundKnown(Set.of(0), now + 1);
        pass(2 * SECOND);
    }

    @Test
    void sendsTheMostUrgentFirst() {
        lanes.arrived(
                List.of(
                        command("bulk", "a", Priority.BULK),
                        command("normal", "b", Priority.NORMAL),
                        command("urgent", "c", Priority.URGENT)));

        pass(SECOND / 10);
        answer(taken());
        pass(SECOND);

        assertThat(actions.written).startsWith("urgent", "normal");
    }

    @Test
    void sendsSomeBulkWhateverElseWaits() {
        var commands = new ArrayList<Command>();
        commands.add(command("bulk", "b", Priority.BULK));
        for (int i = 0; i < 100; i++) {
            commands.add(command("u" + i, "r" + i, Priority.URGENT));
        }
        lanes.arrived(commands);

        pass(SECOND / 10);
        answer(taken());
        pass(2 * SECOND);

        assertThat(actions.written).contains("bulk").doesNotContain("u99");
    }

    @Test
    void keepsOneMessageOfARecipientUnderWayAndItsOrder() {
        lanes.arrived(
                List.of(
                        command("a1", "a", Priority.NORMAL),
                        command("a2", "a", Priority.NORMAL),
                        command("b1", "b", Priority.NORMAL)));

        pass(3 * SECOND);

        assertThat(actions.written).containsExactly("a1", "b1");
        answer(taken());
        pass(SECOND);
        assertThat(actions.written).containsExactly("a1", "b1", "a2");
    }

    @Test
    void letsAPairLimitedRecipientWaitAlone() {
        lanes.arrived(
                List.of(command("a1", "a", Priority.NORMAL), command("b1", "b", Priority.NORMAL)));
        pass(SECOND / 10);

        answer(refused(131056));
        pass(2 * SECOND);

        assertThat(actions.written).containsExactly("a1", "b1");
        pass(3 * SECOND);
        assertThat(actions.written).containsExactly("a1", "b1", "a1");
    }

    @Test
    void holdsWhileTheConnectionIsAwayAndGoesOnAfterwards() {
        actions.known = state(2, "SUSPENDED");
        lanes.arrived(List.of(command("a", "a", Priority.NORMAL)));
        pass(10 * SECOND);
        assertThat(actions.written).isEmpty();
        lanes.connection("n", state(2, "SUSPENDED"));

        lanes.connection("n", state(3, null));
        pass(2 * SECOND);

        assertThat(actions.written).containsExactly("a");
    }

    @Test
    void triesTheWayAtOnceThroughANewStateOfTheConnection() {
        lanes.arrived(
                List.of(command("a", "a", Priority.NORMAL), command("b", "b", Priority.NORMAL)));
        pass(SECOND / 100);

        answer(refused(190));
        pass(4 * SECOND);

        assertThat(actions.written).containsExactly("a");
        assertThat(actions.alarms).containsExactly(LaneActions.Alarm.NUMBER_STOPPED);
        lanes.connection("n", state(2, null));
        pass(SECOND / 2);
        assertThat(actions.written).containsExactly("a", "b");
        answer(taken());
        pass(SECOND);
        assertThat(actions.written).containsExactly("a", "b", "a");
    }

    @Test
    void doesNotSendAgainWhatMayHaveLeft() {
        lanes.arrived(List.of(command("a", "a", Priority.NORMAL)));
        pass(SECOND);

        answer(new Answer.Doubtful(Reason.NO_ANSWER));
        pass(100 * SECOND);

        assertThat(actions.written).containsExactly("a");
        assertThat(actions.doubted).containsExactly("a NO_ANSWER");
        assertThat(actions.finished).isEmpty();
    }

    @Test
    void sendsAgainWhatProvablyDidNotLeave() {
        lanes.arrived(List.of(command("a", "a", Priority.NORMAL)));
        pass(SECOND);

        answer(new Answer.NotSent("refused"));
        pass(3 * SECOND);

        assertThat(actions.written).containsExactly("a", "a");
    }

    @Test
    void givesUpWhatIsRefusedTooOften() {
        lanes.arrived(List.of(command("a", "a", Priority.NORMAL)));

        for (int i = 0; i < 5; i++) {
            pass(60 * SECOND);
            answer(refused(131016));
        }
        pass(60 * SECOND);

        assertThat(actions.written).hasSize(5);
        assertThat(actions.finished).containsExactly("a Rejected");
    }

    @Test
    void waitsADayWhereMetaAsksForIt() {
        lanes.arrived(List.of(command("a", "a", Priority.NORMAL)));
        pass(SECOND);
        Instant asked = time.instant();

        answer(refused(131049));

        assertThat(actions.later)
                .singleElement()
                .satisfies(at -> assertThat(at).isEqualTo(asked.plusSeconds(86_400)));
    }

    @Test
    void keepsThatATemplateIsPausedBeforeItsMessageTriesAgain() {
        lanes.arrived(List.of(command("a", "a", Priority.NORMAL)));
        pass(SECOND);

        answer(refused(132015));

        assertThat(actions.paused).containsExactly("a");
        assertThat(actions.finished).isEmpty();
    }

    @Test
    void endsAMessageWhoseTemplateIsRefusedAsPausedTimeAndAgain() {
        lanes.arrived(List.of(command("a", "a", Priority.NORMAL)));
        for (int i = 0; i < 5; i++) {
            pass(SECOND);
            answer(refused(132015));
        }

        assertThat(actions.finished).containsExactly("a Rejected");
    }

    @Test
    void alarmsAboutACodeThatNobodyHeardOf() {
        lanes.arrived(List.of(command("a", "a", Priority.NORMAL)));
        pass(SECOND);

        answer(refused(987654));

        assertThat(actions.finished).containsExactly("a Rejected");
        assertThat(actions.alarms).containsExactly(LaneActions.Alarm.CODE_UNKNOWN);
    }

    @Test
    void waitsAWhileForAConnectionThenEndsWhatWaits() {
        actions.known = null;
        lanes.arrived(List.of(command("a", "a", Priority.NORMAL)));

        pass(29 * SECOND);
        assertThat(actions.ended).isEmpty();
        pass(2 * SECOND);

        assertThat(actions.ended).containsExactly("n UNKNOWN_NUMBER");
    }

    @Test
    void writesNothingWithoutALease() {
        lanes.leasedUntil(now);
        lanes.arrived(List.of(command("a", "a", Priority.NORMAL)));

        pass(10 * SECOND);

        assertThat(actions.written).isEmpty();
    }

    @Test
    void beginsAgainAfterAnOutageWithASilentSecondAndOnceItKnowsWhatCameIn() {
        lanes.leasedUntil(now);
        lanes.arrived(List.of(command("a", "a", Priority.NORMAL)));
        pass(60 * SECOND);
        lanes.leasedUntil(now + 600 * SECOND);
        long again = now;

        pass(10 * SECOND);
        assertThat(actions.written).as("nobody knows what came in").isEmpty();
        lanes.inboundKnown(Set.of(0), again - 1);
        pass(SECOND);
        assertThat(actions.written).as("nor what came in last").isEmpty();
        lanes.inboundKnown(Set.of(0), again);
        pass(SECOND);

        assertThat(actions.written).containsExactly("a");
    }

    @Test
    void keepsTheRoomOfInboundTrafficWhileNothingIsHeardOfIt() {
        for (int i = 0; i < 20; i++) {
            lanes.inbound("n", 0, 1, time.instant());
            pass(SECOND / 5);
            lanes.inboundKnown(Set.of(0), now);
        }
        int heard = Objects.requireNonNull(lanes.view("n")).reserved();

        pass(120 * SECOND);
        int silent = Objects.requireNonNull(lanes.view("n")).reserved();
        for (int i = 0; i < 60; i++) {
            now += SECOND;
            lanes.inboundKnown(Set.of(0), now);
        }

        assertThat(heard).isBetween(6, 7);
        assertThat(silent).isEqualTo(heard);
        assertThat(Objects.requireNonNull(lanes.view("n")).reserved()).isZero();
    }

    @Test
    void countsWhatCameInBeforeTheBudgetIsKnown() {
        actions.known = null;
        lanes.inbound("n", 0, 7, time.instant());

        lanes.connection("n", state(1, null));

        assertThat(Objects.requireNonNull(lanes.view("n")).reserved()).isEqualTo(8);
    }

    @Test
    void takesBackWhatHasNotLeft() {
        Command second = command("a2", "a", Priority.NORMAL);
        lanes.arrived(List.of(command("a1", "a", Priority.NORMAL), second));
        pass(SECOND);

        lanes.cancel(List.of(second), true);
        answer(taken());
        pass(10 * SECOND);

        assertThat(actions.written).containsExactly("a1");
        assertThat(actions.finished).containsExactly("a2 Cancelled", "a1 Accepted");
    }

    @Test
    void takesBackWhatComesBackRefused() {
        Command command = command("a", "a", Priority.NORMAL);
        lanes.arrived(List.of(command));
        pass(SECOND);

        lanes.cancel(List.of(command), true);
        assertThat(actions.finished).isEmpty();
        answer(refused(131016));
        pass(60 * SECOND);

        assertThat(actions.written).containsExactly("a");
        assertThat(actions.finished).containsExactly("a Cancelled");
    }

    @Test
    void alarmsWhenTheSocketRefusesWhatThePaceAllowedAndSendsItLater() {
        lanes.arrived(List.of(command("a", "a", Priority.NORMAL)));
        pass(SECOND);

        lanes.heldBack(actions.answers.removeFirst(), true);
        pass(2 * SECOND);
        answer(taken());

        assertThat(actions.alarms).containsExactly(LaneActions.Alarm.RING_REFUSED);
        assertThat(actions.written).containsExactly("a", "a");
        assertThat(actions.finished).containsExactly("a Accepted");
    }

    @Test
    void doesNotSendAgainWhatAStatusProves() {
        Command second = command("a2", "a", Priority.NORMAL);
        lanes.arrived(List.of(command("a1", "a", Priority.NORMAL), second));
        pass(SECOND);

        lanes.proved(second, "w", true);
        lanes.proved(command("scheduled", "b", Priority.NORMAL), "w", false);
        answer(taken());
        pass(10 * SECOND);

        assertThat(actions.written).containsExactly("a1");
        assertThat(actions.finished)
                .containsExactly("a2 Accepted", "scheduled Accepted", "a1 Accepted");
    }

    @Test
    void believesAStatusMoreThanACancellationOrARefusal() {
        Command command = command("a", "a", Priority.NORMAL);
        lanes.arrived(List.of(command));
        pass(SECOND);

        lanes.proved(command, "w", true);
        lanes.cancel(List.of(command), true);
        assertThat(actions.finished).isEmpty();
        answer(refused(131016));
        pass(60 * SECOND);

        assertThat(actions.written).containsExactly("a");
        assertThat(actions.finished).containsExactly("a Accepted");
    }

    @Test
    void forgetsANumberWithoutWork() {
        lanes.arrived(List.of(command("a", "a", Priority.NORMAL)));
        pass(SECOND);
        answer(taken());
        pass(600 * SECOND);

        lanes.forgetIdle();

        assertThat(lanes.views()).isEmpty();
        assertThat(Set.copyOf(actions.written)).containsExactly("a");
    }

    @Test
    void tellsWhatACommandWaitsFor() {
        Command first = command("a1", "a", Priority.NORMAL);
        Command second = command("a2", "a", Priority.NORMAL);
        var others = new ArrayList<Command>();
        for (int i = 0; i < 40; i++) {
            others.add(command("b" + i, "b" + i, Priority.NORMAL));
        }
        lanes.arrived(List.of(first, second));
        pass(SECOND / 10);
        lanes.arrived(others);
        pass(SECOND / 10);

        assertThat(lanes.waits(second, 0)).isEqualTo(Wait.open(Wait.Cause.RECIPIENT_ORDER));
        Wait last = Objects.requireNonNull(lanes.waits(others.getLast(), 40));
        assertThat(last.cause()).isEqualTo(Wait.Cause.BUDGET);
        assertThat(last.seconds()).isBetween(1.9, 3.1);

        answer(refused(131056));
        Wait limited = Objects.requireNonNull(lanes.waits(first, 0));
        assertThat(limited.cause()).isEqualTo(Wait.Cause.PAIR_LIMIT);
        assertThat(limited.seconds()).isEqualTo(4.0);

        lanes.connection("n", state(2, "SUSPENDED"));
        assertThat(lanes.waits(second, 0)).isEqualTo(Wait.open(Wait.Cause.HELD));
    }

    @Test
    void tellsThatEverythingWaitsWhileMetaCannotBeReached() {
        Command first = command("a", "a", Priority.NORMAL);
        lanes.arrived(List.of(first));
        pass(SECOND);

        answer(new Answer.NotSent("refused"));

        Wait wait = Objects.requireNonNull(lanes.waits(first, 0));
        assertThat(wait.cause()).isEqualTo(Wait.Cause.HELD);
        assertThat(wait.seconds()).isEqualTo(1.0);
    }
}
