package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Priority;
import dev.coexistence.dispatch.command.WaitEstimate;
import dev.coexistence.dispatch.pacing.LaneSettings;
import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.dispatch.recipient.PageRequest;
import dev.coexistence.dispatch.refusal.Hold;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The owner of partition 0 on a clock that the test moves. Carries every action out at once, keeps
 * what it was, and answers requests as the test says.
 */
final class DecisionHarness {
    static final long SECOND = 1_000_000_000L;

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration ROUND_TRIP = Duration.ofMillis(10);

    final List<String> written = new ArrayList<>();
    final List<Long> writtenAt = new ArrayList<>();
    final List<SendAttempt> unanswered = new ArrayList<>();
    final List<String> finished = new ArrayList<>();
    final List<String> doubted = new ArrayList<>();
    final List<NumberAction.Alarm> alarms = new ArrayList<>();
    final List<Instant> later = new ArrayList<>();
    final List<Integer> attempts = new ArrayList<>();
    final List<String> ended = new ArrayList<>();
    final List<Hold> holds = new ArrayList<>();
    final List<String> pausedFor = new ArrayList<>();

    /** What the database has stored of the queue. */
    final List<Command> table = new ArrayList<>();

    /** The connection as the database tells it; null where it knows none. */
    Supplier<@Nullable NumberState> connection = () -> state(1, null);

    /** Answers each request at once; null where the test answers it later. */
    @Nullable Function<Command, MetaAnswer> meta;

    long now = 50 * SECOND;
    private LaneScheduler lanes = create();
    private int seq;

    private LaneScheduler create() {
        return new LaneScheduler(
                () -> now, this::instant, LaneSettings.defaults(), PacingSettings.defaults());
    }

    // ---- ownership

    void own(List<NumberEvent.Backlog> backlog) {
        on(new NumberEvent.TakenOver(0, now, backlog));
        lease(now + 10_000_000 * SECOND);
        on(new NumberEvent.InboundKnown(Set.of(0), now + 1));
        pass(2 * SECOND);
    }

    /** The next owner has nothing in memory. */
    void ownAnew(List<NumberEvent.Backlog> backlog) {
        lanes = create();
        own(backlog);
    }

    void lease(long until) {
        on(new NumberEvent.LeaseRenewed(until));
    }

    // ---- events

    void on(NumberEvent event) {
        lanes.on(event).forEach(this::carryOut);
    }

    void arrive(List<Command> commands) {
        on(new NumberEvent.Arrived(commands));
    }

    void cancel(Command command) {
        on(new NumberEvent.Cancelled(List.of(command), true));
    }

    void connect(NumberState state) {
        on(new NumberEvent.ConnectionChanged("n", state));
    }

    /** Answers the oldest request that has no answer. */
    void answer(MetaAnswer answer) {
        on(new NumberEvent.Answered(unanswered.removeFirst(), answer, now));
    }

    /** Lets time pass, from one thing that is due to the next. */
    void pass(long nanos) {
        long end = now + nanos;
        while (true) {
            long next = settle();
            if (next > end) {
                now = Math.max(now, end);
                return;
            }
            now = Math.max(now, next);
        }
    }

    void pass(Duration time) {
        pass(time.toNanos());
    }

    private long settle() {
        while (true) {
            LaneScheduler.Tick tick = lanes.tick();
            if (tick.actions().isEmpty()) {
                return tick.nextAt();
            }
            tick.actions().forEach(this::carryOut);
        }
    }

    // ---- actions

    private void carryOut(NumberAction action) {
        switch (action) {
            case NumberAction.Load load ->
                    on(
                            new NumberEvent.Loaded(
                                    load.wanted(),
                                    table.stream()
                                            .filter(one -> isWanted(load.wanted(), one))
                                            .limit(load.wanted().limit())
                                            .toList()));
            case NumberAction.LookUp lookUp ->
                    on(new NumberEvent.ConnectionChanged(lookUp.number(), connection.get()));
            case NumberAction.Intend intend -> on(new NumberEvent.Intended(intend.attempt()));
            case NumberAction.Open open -> on(new NumberEvent.Ready(open.attempt()));
            case NumberAction.Write write -> write(write.attempt());
            case NumberAction.Close _ -> {}
            case NumberAction.Withdraw withdraw -> {
                attempts.add(withdraw.attempts());
                if (withdraw.notBefore() != null) {
                    later.add(withdraw.notBefore());
                }
                on(new NumberEvent.Withdrawn(withdraw.attempt()));
            }
            case NumberAction.Finish finish -> {
                table.removeIf(one -> one.id().equals(finish.command().id()));
                finished.add(
                        finish.command().id() + " " + finish.outcome().getClass().getSimpleName());
            }
            case NumberAction.Doubt doubt ->
                    doubted.add(doubt.attempt().command().id() + " " + doubt.reason());
            case NumberAction.PauseTemplate pause -> pausedFor.add(pause.command().id());
            case NumberAction.KeepHold keep -> holds.add(keep.hold());
            case NumberAction.EndAll end -> {
                ended.add(end.number() + " " + end.reason());
                on(new NumberEvent.AllEnded(end.number()));
            }
            case NumberAction.RaiseAlarm raise -> alarms.add(raise.alarm());
        }
    }

    private static boolean isWanted(PageRequest wanted, Command one) {
        return one.priority() == wanted.priority()
                && one.seq() > wanted.after()
                && (wanted.recipient() == null
                        ? !wanted.except().contains(one.recipient())
                        : wanted.recipient().equals(one.recipient()));
    }

    private void write(SendAttempt attempt) {
        written.add(attempt.command().id());
        writtenAt.add(now);
        on(new NumberEvent.Written(attempt, now));
        var answers = meta;
        if (answers == null) {
            unanswered.add(attempt);
        } else {
            now += ROUND_TRIP.toNanos();
            on(new NumberEvent.Answered(attempt, answers.apply(attempt.command()), now));
        }
    }

    /** The hold that is in force, as the database has it. */
    @Nullable Hold stored() {
        Hold last = holds.isEmpty() ? null : holds.getLast();
        return last == null || last.stage() == Hold.Stage.RELEASED ? null : last;
    }

    // ---- views

    Instant instant() {
        return START.plusNanos(now);
    }

    @Nullable LaneView view() {
        return lanes.view("n");
    }

    List<LaneView> views() {
        return lanes.views();
    }

    @Nullable WaitEstimate waits(Command command, long before) {
        return lanes.estimateWait(command, before);
    }

    // ---- examples

    Command command(String id, String recipient, Priority priority) {
        return command(id, recipient, priority, null);
    }

    /** A mark as read: it names a message and no person. */
    Command signal(String id) {
        return command(id, "read:" + id, Priority.SIGNAL, null);
    }

    /**
     * @param sender the reference that its sender gave it
     */
    Command command(String id, String recipient, Priority priority, @Nullable String sender) {
        return new Command(
                id,
                "n",
                0,
                ++seq,
                priority,
                recipient,
                new Command.Content(recipient, null, "text", "{}", null, null, sender),
                new Command.Terms(instant(), null, null, Command.UnknownPolicy.PARK),
                0,
                false);
    }

    static NumberState state(long version, @Nullable String heldFor) {
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

    static MetaAnswer taken() {
        return new MetaAnswer.Taken(new Outcome.Accepted("w", null, null));
    }

    static MetaAnswer refused(int code) {
        return new MetaAnswer.Refused(new MetaRefusal(400, code, null, "No, says Meta", null));
    }
}
