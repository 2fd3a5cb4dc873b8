package dev.coexistence.dispatch.lane;

import dev.coexistence.dispatch.pacing.Budget;
import dev.coexistence.dispatch.refusal.MetaRefusal;
import dev.coexistence.dispatch.refusal.SendErrors;
import java.time.Duration;
import java.time.Instant;

/** What follows from an answer of Meta's, or from there being none. */
final class Consequences {
    private final LaneContext context;
    private final Link link;
    private final Heads heads;
    private final Departures departures;
    private final Pauses pauses;
    private final Holding holding;

    Consequences(
            LaneContext context,
            Link link,
            Heads heads,
            Departures departures,
            Pauses pauses,
            Holding holding) {
        this.context = context;
        this.link = link;
        this.heads = heads;
        this.departures = departures;
        this.pauses = pauses;
        this.holding = holding;
    }

    /** Of an attempt that had been told to go. */
    void of(Attempt attempt, Answer answer, long at) {
        long now = context.now();
        departures.confirmed(attempt);
        tellBudget(attempt, answer, at);
        Command command = attempt.command();
        switch (answer) {
            case Answer.Taken taken -> {
                pauses.taken();
                holding.taken(attempt);
                departures.settle(attempt, true);
                departures.finish(command, taken.accepted(), attempt);
            }
            case Answer.NotSent _ -> {
                pauses.pause(now);
                departures.takeBack(attempt, command.attempts(), null);
            }
            case Answer.Doubtful doubtful -> doubt(attempt, doubtful.reason());
            case Answer.Refused refused -> refused(attempt, refused.refusal(), now);
        }
    }

    private void tellBudget(Attempt attempt, Answer answer, long at) {
        Budget paced = link.budget();
        if (paced == null) {
            return;
        }
        switch (answer) {
            case Answer.Taken _, Answer.Refused _ -> {
                long roundTrip = at - attempt.writtenAt();
                long lateness = context.roundTrips().lateness(roundTrip, at);
                paced.answered(attempt.place(), attempt.writtenAt() + believed(lateness));
            }
            case Answer.NotSent _ -> paced.notSent(attempt.place(), at);
            // If it arrived, then before its connection broke or was given up.
            case Answer.Doubtful _ ->
                    paced.answered(
                            attempt.place(),
                            attempt.writtenAt() + believed(at - attempt.writtenAt()));
        }
    }

    private long believed(long lateness) {
        return context.keeps(Rule.LATENESS_WITHOUT_CAP)
                ? lateness
                : Math.min(lateness, LaneContext.LATENESS_CAP);
    }

    private void refused(Attempt attempt, MetaRefusal refusal, long now) {
        Command command = attempt.command();
        int attempts = command.attempts() + 1;
        switch (SendErrors.ruling(refusal, link.number())) {
            case SLOWER -> {
                Budget paced = link.budget();
                if (paced != null) {
                    paced.refused(attempt.writtenAt(), now);
                }
                departures.takeBack(attempt, attempts, null);
            }
            case PAIR -> {
                holding.passed(attempt);
                heads.pairRefused(command.recipient(), now);
                departures.takeBack(attempt, attempts, null);
            }
            case AGAIN -> {
                pauses.pause(now);
                departures.takeBack(attempt, attempts, null);
            }
            case RETRY, RETRY_IF_REFUSED -> {
                if (attempts >= context.settings().maxAttempts()) {
                    reject(attempt, Reason.GAVE_UP, refusal);
                } else {
                    heads.block(command.recipient(), now + context.settings().backoff(attempts));
                    departures.takeBack(attempt, attempts, null);
                }
            }
            case WAIT_AN_HOUR -> {
                pauses.pauseBulk(now + Duration.ofHours(1).toNanos());
                later(attempt, refusal, Duration.ofHours(1));
            }
            case WAIT_A_DAY -> later(attempt, refusal, Duration.ofDays(1));
            case WAIT_THREE_DAYS -> later(attempt, refusal, Duration.ofDays(3));
            case TEMPLATE_PAUSED -> {
                holding.passed(attempt);
                if (attempts >= context.settings().maxAttempts()) {
                    reject(attempt, Reason.GAVE_UP, refusal);
                } else {
                    context.actions().templatePaused(command);
                    departures.takeBack(attempt, attempts, null);
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
                    departures.takeBack(attempt, command.attempts(), null);
                }
            }
            case DOUBT -> doubt(attempt, Reason.SERVER_ERROR);
            case UNHEARD_OF -> {
                context.actions().alarm(LaneActions.Alarm.CODE_UNKNOWN, link.number());
                reject(attempt, Reason.META_CODE_UNKNOWN, refusal);
            }
        }
    }

    private void doubt(Attempt attempt, Reason reason) {
        if (context.keeps(Rule.DOUBT_IS_NOT_RESENT)) {
            departures.doubted(attempt);
            context.actions().doubt(attempt, reason);
        } else {
            departures.takeBack(attempt, attempt.command().attempts() + 1, null);
        }
    }

    private void later(Attempt attempt, MetaRefusal refusal, Duration wait) {
        Command command = attempt.command();
        Instant again = context.wallClock().plus(wait);
        Instant end = command.terms().expiresAt();
        int attempts = command.attempts() + 1;
        if (attempts >= context.settings().maxAttempts() || (end != null && !end.isAfter(again))) {
            reject(attempt, Reason.META_ASKS_TO_WAIT, refusal);
        } else {
            departures.putOff(attempt, attempts, again);
        }
    }

    private void reject(Attempt attempt, Reason reason, MetaRefusal refusal) {
        departures.settle(attempt, false);
        departures.finish(
                attempt.command(),
                new Outcome.Rejected(reason, refusal, refusal.details()),
                attempt);
    }
}
