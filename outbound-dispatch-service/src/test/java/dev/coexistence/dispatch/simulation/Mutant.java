package dev.coexistence.dispatch.simulation;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.number.NumberAction;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.dispatch.refusal.ErrorAction;
import dev.coexistence.dispatch.refusal.Hold;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import dev.coexistence.dispatch.refusal.SendErrors;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Planted faults: each takes one rule away by changing the events that the decisions hear, or the
 * actions that they ask for. The watchers of a world must notice every one.
 */
public enum Mutant {
    /** Sends without pace, and without the check at the socket. */
    PACE(() ->
            new Mutation() {
                @Override
                public PacingSettings pacing() {
                    var usual = PacingSettings.defaults();
                    return new PacingSettings(
                            false,
                            usual.arrivalJitter(),
                            usual.countInbound(),
                            usual.countEchoes());
                }
            }),

    /** Sends before the intent is durable. */
    INTENT_FIRST(() ->
            new Mutation() {
                @Override
                public @Nullable List<NumberEvent> insteadOf(NumberAction action) {
                    return action instanceof NumberAction.Intend(SendAttempt attempt)
                            ? List.of(new NumberEvent.Intended(attempt))
                            : null;
                }
            }),

    /** Sends again what may have gone out. */
    DOUBT_IS_NOT_RESENT(() ->
            new Mutation() {
                private static final int TRY_AGAIN = 131016;

                @Override
                public List<NumberEvent> hear(NumberEvent event, long now) {
                    return event
                                            instanceof
                                            NumberEvent.Answered(
                                                    SendAttempt attempt,
                                                    var answer,
                                                    long at)
                                    && doubtful(answer)
                            ? List.of(
                                    new NumberEvent.Answered(
                                            attempt,
                                            new MetaAnswer.Refused(
                                                    new MetaRefusal(
                                                            400, TRY_AGAIN, null, null, null)),
                                            at))
                            : List.of(event);
                }

                private static boolean doubtful(MetaAnswer answer) {
                    return answer instanceof MetaAnswer.Doubtful
                            || (answer instanceof MetaAnswer.Refused refused && refused.doubtful());
                }
            }),

    /** Sends at once for a number that was taken over. */
    QUIET_AFTER_TAKEOVER(() ->
            new Mutation() {
                @Override
                public List<NumberEvent> hear(NumberEvent event, long now) {
                    return event
                                    instanceof
                                    NumberEvent.TakenOver(int partition, long _, var backlog)
                            ? List.of(
                                    new NumberEvent.TakenOver(
                                            partition,
                                            now - PacingSettings.defaults().guardedWindow(),
                                            backlog),
                                    new NumberEvent.InboundKnown(Set.of(partition), now))
                            : List.of(event);
                }
            }),

    /** Never notices that the lease lapsed, and so sends at once when the database is back. */
    QUIET_AFTER_OUTAGE(() ->
            new Mutation() {
                private static final long AN_HOUR = Duration.ofHours(1).toNanos();

                @Override
                public List<NumberEvent> hear(NumberEvent event, long now) {
                    return event instanceof NumberEvent.LeaseRenewed(long until)
                            ? List.of(new NumberEvent.LeaseRenewed(until + AN_HOUR))
                            : List.of(event);
                }
            }),

    /** Believes of no message that it was late by more than that. */
    LATENESS_WITHOUT_CAP(() ->
            new Mutation() {
                private static final long CAP = Duration.ofMillis(500).toNanos();

                @Override
                public List<NumberEvent> hear(NumberEvent event, long now) {
                    return event
                                    instanceof
                                    NumberEvent.Answered(SendAttempt attempt, var answer, long at)
                            ? List.of(
                                    new NumberEvent.Answered(
                                            attempt,
                                            answer,
                                            Math.min(at, attempt.writtenAt() + CAP)))
                            : List.of(event);
                }
            }),

    /** Takes the silence of brokers that are away for proof that nothing came in. */
    SILENCE_PROVES_NOTHING(() ->
            new Mutation() {
                @Override
                public boolean believesSilence() {
                    return true;
                }
            }),

    /** Takes each command's recipient for one of its own. */
    RECIPIENT_ORDER(() ->
            new Mutation() {
                private static final char BEFORE_ID = '#';

                @Override
                public List<NumberEvent> hear(NumberEvent event, long now) {
                    return List.of(
                            switch (event) {
                                case NumberEvent.Arrived(var commands) ->
                                        new NumberEvent.Arrived(apart(commands));
                                case NumberEvent.Loaded(var wanted, var commands) ->
                                        new NumberEvent.Loaded(wanted, apart(commands));
                                case NumberEvent.Cancelled(var commands, boolean waiting) ->
                                        new NumberEvent.Cancelled(apart(commands), waiting);
                                case NumberEvent.Expired(var commands, boolean waiting) ->
                                        new NumberEvent.Expired(apart(commands), waiting);
                                default -> event;
                            });
                }

                private static List<Command> apart(List<Command> commands) {
                    return commands.stream()
                            .map(one -> to(one, one.recipient() + BEFORE_ID + one.id()))
                            .toList();
                }

                @Override
                public Command sent(Command command) {
                    String recipient = command.recipient();
                    return to(command, recipient.substring(0, recipient.indexOf(BEFORE_ID)));
                }

                private static Command to(Command command, String recipient) {
                    return new Command(
                            command.id(),
                            command.number(),
                            command.partition(),
                            command.seq(),
                            command.priority(),
                            recipient,
                            command.content(),
                            command.terms(),
                            command.attempts(),
                            command.cancelled());
                }
            }),

    /** Never tries a number again that Meta refused. */
    HELD_IS_PROBED(() ->
            new Mutation() {
                private final Set<String> held = new HashSet<>();

                @Override
                public @Nullable List<NumberEvent> insteadOf(NumberAction action) {
                    if (action instanceof NumberAction.KeepHold(Hold hold, long _)) {
                        if (hold.stage() == Hold.Stage.RELEASED) {
                            held.remove(hold.number());
                        } else {
                            held.add(hold.number());
                        }
                    }
                    return action instanceof NumberAction.Intend(SendAttempt attempt)
                                    && held.contains(attempt.command().number())
                            ? List.of()
                            : null;
                }
            }),

    /** Never ends a message that Meta refuses while it takes others of the number. */
    REFUSED_ALONE_ENDS(() ->
            new Mutation() {
                @Override
                public @Nullable List<NumberEvent> insteadOf(NumberAction action) {
                    return action instanceof NumberAction.Finish finish && alone(finish.outcome())
                            ? List.of()
                            : null;
                }

                private static boolean alone(Outcome outcome) {
                    return outcome instanceof Outcome.Rejected rejected
                            && rejected.refusal() != null
                            && SendErrors.ruling(rejected.refusal()) == ErrorAction.STOP;
                }
            });

    private final Supplier<Mutation> planted;

    Mutant(Supplier<Mutation> planted) {
        this.planted = planted;
    }

    /** The fault, for one owner of the numbers. */
    Mutation plant() {
        return planted.get();
    }
}
