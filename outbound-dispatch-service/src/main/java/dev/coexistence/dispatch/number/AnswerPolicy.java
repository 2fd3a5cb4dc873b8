package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.pacing.SendPauses;
import dev.coexistence.dispatch.recipient.PrefetchBuffer;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import dev.coexistence.dispatch.refusal.SendErrors;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Consequences of Meta's answer to a request, or of its absence, for message, recipient and number.
 */
final class AnswerPolicy {
    /** Evidence in Meta's answers of whether it takes a number's messages. */
    interface Evidence {
        /** Marks as read and typing: what Meta says of them says nothing of messages. */
        Evidence NONE =
                new Evidence() {
                    @Override
                    public void onTaken(SendAttempt attempt) {}

                    @Override
                    public void onPassed(SendAttempt attempt) {}

                    @Override
                    public boolean onRefused(SendAttempt attempt, MetaRefusal refusal, long now) {
                        return true;
                    }
                };

        /** Meta took it. */
        void onTaken(SendAttempt attempt);

        /** Meta refused it for itself. */
        void onPassed(SendAttempt attempt);

        /**
         * Meta refused it as it would refuse the number.
         *
         * @return true where the refusal is its own
         */
        boolean onRefused(SendAttempt attempt, MetaRefusal refusal, long now);
    }

    private final LaneContext context;
    private final NumberConnection connection;
    private final PrefetchBuffer buffer;
    private final InFlight inFlight;
    private final SendPauses pauses;
    private final Evidence evidence;
    private final Supplier<@Nullable Budget> budget;

    /**
     * @param budget in which the requests have their places; null while none is known
     */
    AnswerPolicy(
            LaneContext context,
            NumberConnection connection,
            PrefetchBuffer buffer,
            InFlight inFlight,
            SendPauses pauses,
            Evidence evidence,
            Supplier<@Nullable Budget> budget) {
        this.context = context;
        this.connection = connection;
        this.buffer = buffer;
        this.inFlight = inFlight;
        this.pauses = pauses;
        this.evidence = evidence;
        this.budget = budget;
    }

    /** Settles or takes back an attempt that had been told to go. */
    void apply(SendAttempt attempt, AttemptState.Gone told, MetaAnswer answer, long at) {
        long now = context.now();
        AttemptState.Gone gone = inFlight.confirm(attempt, told);
        tellBudget(attempt, gone, answer, at);
        Command command = attempt.command();
        switch (answer) {
            case MetaAnswer.Taken taken -> {
                pauses.reset();
                evidence.onTaken(attempt);
                inFlight.settle(attempt, true);
                inFlight.finish(command, taken.accepted(), attempt);
            }
            case MetaAnswer.NotSent _ -> {
                pauses.pause(now);
                inFlight.takeBack(attempt, gone, command.attempts());
            }
            case MetaAnswer.Doubtful doubtful -> doubt(attempt, doubtful.reason());
            case MetaAnswer.Refused refused -> refused(attempt, gone, refused.refusal(), now);
        }
    }

    private void tellBudget(
            SendAttempt attempt, AttemptState.Gone gone, MetaAnswer answer, long at) {
        Budget paced = budget.get();
        if (paced == null) {
            return;
        }
        switch (answer) {
            case MetaAnswer.Taken _, MetaAnswer.Refused _ -> {
                long roundTrip = at - attempt.writtenAt();
                long lateness = context.roundTrips().lateness(roundTrip, at);
                paced.answered(gone.place(), attempt.writtenAt() + lateness);
            }
            case MetaAnswer.NotSent _ -> paced.notSent(gone.place(), at);
            // If it arrived, then before its connection broke or was given up.
            case MetaAnswer.Doubtful _ -> paced.answered(gone.place(), at);
        }
    }

    private void refused(
            SendAttempt attempt, AttemptState.Gone gone, MetaRefusal refusal, long now) {
        Command command = attempt.command();
        int attempts = command.attempts() + 1;
        switch (SendErrors.ruling(refusal, connection.number())) {
            case SLOWER -> {
                Budget paced = budget.get();
                if (paced != null) {
                    paced.refused(attempt.writtenAt(), now);
                }
                inFlight.takeBack(attempt, gone, attempts);
            }
            case PAIR -> {
                evidence.onPassed(attempt);
                buffer.backOffPair(command.recipient(), now);
                inFlight.takeBack(attempt, gone, attempts);
            }
            case AGAIN -> {
                pauses.pause(now);
                inFlight.takeBack(attempt, gone, attempts);
            }
            case RETRY, RETRY_IF_REFUSED -> {
                if (attempts >= context.settings().maxAttempts()) {
                    reject(attempt, Reason.GAVE_UP, refusal);
                } else {
                    buffer.block(command.recipient(), now + context.settings().backoff(attempts));
                    inFlight.takeBack(attempt, gone, attempts);
                }
            }
            case WAIT_AN_HOUR -> {
                pauses.pauseBulk(now + Duration.ofHours(1).toNanos());
                later(attempt, gone, refusal, Duration.ofHours(1));
            }
            case WAIT_A_DAY -> later(attempt, gone, refusal, Duration.ofDays(1));
            case WAIT_THREE_DAYS -> later(attempt, gone, refusal, Duration.ofDays(3));
            case TEMPLATE_PAUSED -> {
                evidence.onPassed(attempt);
                if (attempts >= context.settings().maxAttempts()) {
                    reject(attempt, Reason.GAVE_UP, refusal);
                } else {
                    context.act(new NumberAction.PauseTemplate(command));
                    inFlight.takeBack(attempt, gone, attempts);
                }
            }
            case NEVER -> {
                evidence.onPassed(attempt);
                reject(attempt, Reason.META_REFUSED, refusal);
            }
            case STOP -> {
                if (evidence.onRefused(attempt, refusal, now)) {
                    reject(attempt, Reason.META_REFUSED, refusal);
                } else {
                    // The number is refused, not the message: that counts as no attempt of it.
                    inFlight.takeBack(attempt, gone, command.attempts());
                }
            }
            case DOUBT -> doubt(attempt, Reason.SERVER_ERROR);
            case UNHEARD_OF -> {
                context.act(
                        new NumberAction.RaiseAlarm(
                                NumberAction.Alarm.CODE_UNKNOWN, connection.number()));
                reject(attempt, Reason.META_CODE_UNKNOWN, refusal);
            }
        }
    }

    private void doubt(SendAttempt attempt, Reason reason) {
        inFlight.settleDoubtful(attempt);
        context.act(new NumberAction.Doubt(attempt, reason));
    }

    private void later(
            SendAttempt attempt, AttemptState.Gone gone, MetaRefusal refusal, Duration wait) {
        Command command = attempt.command();
        Instant again = context.wallClock().plus(wait);
        Instant end = command.terms().expiresAt();
        int attempts = command.attempts() + 1;
        if (attempts >= context.settings().maxAttempts() || (end != null && !end.isAfter(again))) {
            reject(attempt, Reason.META_ASKS_TO_WAIT, refusal);
        } else {
            inFlight.putOff(attempt, gone, attempts, again);
        }
    }

    private void reject(SendAttempt attempt, Reason reason, MetaRefusal refusal) {
        inFlight.settle(attempt, false);
        inFlight.finish(
                attempt.command(),
                new Outcome.Rejected(reason, refusal, refusal.details()),
                attempt);
    }
}
