package dev.coexistence.dispatch.number;

import dev.coexistence.dispatch.pacing.SendPauses;
import dev.coexistence.dispatch.recipient.PrefetchBuffer;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import dev.coexistence.dispatch.refusal.SendErrors;
import java.time.Duration;
import java.time.Instant;

/** What follows from an answer of Meta's, or from there being none. */
final class AnswerPolicy {
    private final LaneContext context;
    private final NumberConnection link;
    private final PrefetchBuffer heads;
    private final InFlight departures;
    private final SendPauses pauses;
    private final HoldProbing holding;

    AnswerPolicy(
            LaneContext context,
            NumberConnection link,
            PrefetchBuffer heads,
            InFlight departures,
            SendPauses pauses,
            HoldProbing holding) {
        this.context = context;
        this.link = link;
        this.heads = heads;
        this.departures = departures;
        this.pauses = pauses;
        this.holding = holding;
    }

    /** Settles or takes back an attempt that had been told to go. */
    void apply(SendAttempt attempt, AttemptState.Gone told, MetaAnswer answer, long at) {
        long now = context.now();
        AttemptState.Gone gone = departures.confirm(attempt, told);
        tellBudget(attempt, gone, answer, at);
        Command command = attempt.command();
        switch (answer) {
            case MetaAnswer.Taken taken -> {
                pauses.taken();
                holding.taken(attempt);
                departures.settle(attempt, true);
                departures.finish(command, taken.accepted(), attempt);
            }
            case MetaAnswer.NotSent _ -> {
                pauses.pause(now);
                departures.takeBack(attempt, gone, command.attempts());
            }
            case MetaAnswer.Doubtful doubtful -> doubt(attempt, doubtful.reason());
            case MetaAnswer.Refused refused -> refused(attempt, gone, refused.refusal(), now);
        }
    }

    private void tellBudget(SendAttempt attempt, AttemptState.Gone gone, MetaAnswer answer, long at) {
        Budget paced = link.budget();
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

    private void refused(SendAttempt attempt, AttemptState.Gone gone, MetaRefusal refusal, long now) {
        Command command = attempt.command();
        int attempts = command.attempts() + 1;
        switch (SendErrors.ruling(refusal, link.number())) {
            case SLOWER -> {
                Budget paced = link.budget();
                if (paced != null) {
                    paced.refused(attempt.writtenAt(), now);
                }
                departures.takeBack(attempt, gone, attempts);
            }
            case PAIR -> {
                holding.passed(attempt);
                heads.pairRefused(command.recipient(), now);
                departures.takeBack(attempt, gone, attempts);
            }
            case AGAIN -> {
                pauses.pause(now);
                departures.takeBack(attempt, gone, attempts);
            }
            case RETRY, RETRY_IF_REFUSED -> {
                if (attempts >= context.settings().maxAttempts()) {
                    reject(attempt, Reason.GAVE_UP, refusal);
                } else {
                    heads.block(command.recipient(), now + context.settings().backoff(attempts));
                    departures.takeBack(attempt, gone, attempts);
                }
            }
            case WAIT_AN_HOUR -> {
                pauses.pauseBulk(now + Duration.ofHours(1).toNanos());
                later(attempt, gone, refusal, Duration.ofHours(1));
            }
            case WAIT_A_DAY -> later(attempt, gone, refusal, Duration.ofDays(1));
            case WAIT_THREE_DAYS -> later(attempt, gone, refusal, Duration.ofDays(3));
            case TEMPLATE_PAUSED -> {
                holding.passed(attempt);
                if (attempts >= context.settings().maxAttempts()) {
                    reject(attempt, Reason.GAVE_UP, refusal);
                } else {
                    context.act(new NumberAction.PauseTemplate(command));
                    departures.takeBack(attempt, gone, attempts);
                }
            }
            case NEVER -> {
                holding.passed(attempt);
                reject(attempt, Reason.META_REFUSED, refusal);
            }
            case STOP -> {
                if (holding.refused(attempt, refusal, now)) {
                    reject(attempt, Reason.META_REFUSED, refusal);
                } else {
                    // The number is refused, not the message: that counts as no attempt of it.
                    departures.takeBack(attempt, gone, command.attempts());
                }
            }
            case DOUBT -> doubt(attempt, Reason.SERVER_ERROR);
            case UNHEARD_OF -> {
                context.act(new NumberAction.RaiseAlarm(NumberAction.Alarm.CODE_UNKNOWN, link.number()));
                reject(attempt, Reason.META_CODE_UNKNOWN, refusal);
            }
        }
    }

    private void doubt(SendAttempt attempt, Reason reason) {
        departures.settleDoubtful(attempt);
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
            departures.putOff(attempt, gone, attempts, again);
        }
    }

    private void reject(SendAttempt attempt, Reason reason, MetaRefusal refusal) {
        departures.settle(attempt, false);
        departures.finish(
                attempt.command(),
                new Outcome.Rejected(reason, refusal, refusal.details()),
                attempt);
    }
}
