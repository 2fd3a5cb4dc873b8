package dev.coexistence.dispatch.metrics;

import dev.coexistence.dispatch.command.Command;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Outcome;
import dev.coexistence.dispatch.engine.DispatchEvents;
import dev.coexistence.dispatch.number.LaneView;
import dev.coexistence.dispatch.number.NumberAction.Alarm;
import dev.coexistence.dispatch.number.SendAttempt;
import dev.coexistence.dispatch.ownership.Ownership;
import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.dispatch.queue.BacklogCounts;
import dev.coexistence.dispatch.refusal.Hold;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the dispatcher does. Prefix {@code whatsapp.dispatch.}
 *
 * <p>{@code commands{queued} + commands{refused} = sent (all outcomes) + what has not ended}, the
 * last being {@code queue.depth} (with what waits for its time left out) and {@code
 * unknown{waiting}}. {@code commands{duplicate}} changed nothing.
 *
 * <p>{@code requests = answers (all outcomes) + requests under way}: a command may need several
 * requests. {@code answers{throttled} = throttled}, {@code answers{doubtful} = doubts}, and {@code
 * sent{accepted} = answers{taken} + what statuses proved later}. {@code not.sent} counts what
 * provably did not leave, and is no request.
 *
 * <p>{@code alarms{ring_refused}} must stay 0: the check at the socket refused what the pacer
 * allowed. {@code alarms{code_unknown}}: Meta answers with a code that the table lacks. {@code
 * alarms{number_stopped}}: Meta takes nothing of a number, which is held. {@code probes{passed} +
 * probes{refused}}: messages that tried the way of a held number.
 */
public final class DispatchMetrics implements DispatchEvents {
    private static final Logger log = LoggerFactory.getLogger(DispatchMetrics.class);
    private static final String PREFIX = "whatsapp.dispatch.";
    private static final int THROUGHPUT = 130429;
    private static final int PAIR = 131056;

    private final NumberMeters numbers;
    private final NumberTotals totals;
    private final Counter doubts;
    private final Counter notSent;
    private final Counter taken;
    private final Counter throttled;
    private final Counter otherwiseRefused;
    private final Counter doubtful;
    private final Counter queued;
    private final Counter duplicate;
    private final Counter refused;
    private final Map<Alarm, Counter> alarms = new EnumMap<>(Alarm.class);
    private final Counter passedProbes;
    private final Counter refusedProbes;
    private final Timer roundTrip;
    private final ArrivalJitter jitter = new ArrivalJitter();
    private final Duration assumedJitter;
    private volatile BacklogCounts.Counts backlogs = new BacklogCounts.Counts(0, 0, 0, 0, 0);
    private boolean jitterTold;

    public DispatchMetrics(
            MeterRegistry meters,
            DispatchSettings settings,
            PacingSettings pacing,
            Ownership ownership) {
        this.numbers = new NumberMeters(meters, settings.metricNumbers());
        this.totals = new NumberTotals(meters);
        this.notSent = meters.counter(PREFIX + "not.sent");
        this.taken = meters.counter(PREFIX + "answers", "outcome", "taken");
        this.throttled = meters.counter(PREFIX + "answers", "outcome", "throttled");
        this.otherwiseRefused = meters.counter(PREFIX + "answers", "outcome", "refused");
        this.doubtful = meters.counter(PREFIX + "answers", "outcome", "doubtful");
        this.doubts = meters.counter(PREFIX + "doubts");
        this.queued = meters.counter(PREFIX + "commands", "outcome", "queued");
        this.duplicate = meters.counter(PREFIX + "commands", "outcome", "duplicate");
        this.refused = meters.counter(PREFIX + "commands", "outcome", "refused");
        this.passedProbes = meters.counter(PREFIX + "probes", "outcome", "passed");
        this.refusedProbes = meters.counter(PREFIX + "probes", "outcome", "refused");
        for (Alarm alarm : Alarm.values()) {
            alarms.put(alarm, meters.counter(PREFIX + "alarms", "alarm", lower(alarm)));
        }
        this.roundTrip =
                Timer.builder(PREFIX + "round.trip").publishPercentileHistogram().register(meters);
        this.assumedJitter = pacing.arrivalJitter();
        gauge(meters, "arrival.jitter", "seconds", () -> jitter.nanos() / 1e9);
        gauge(meters, "partitions", null, () -> ownership.partitions().size());
        gauge(meters, "results.pending", null, () -> backlogs.results());
        gauge(meters, "template.held", null, () -> backlogs.held());
        gauge(meters, "results.age", "seconds", () -> backlogs.oldestResultSeconds());
        Gauge.builder(PREFIX + "unknown", () -> backlogs.waiting())
                .tag("state", "waiting")
                .register(meters);
        Gauge.builder(PREFIX + "unknown", () -> backlogs.parked())
                .tag("state", "parked")
                .register(meters);
    }

    private static void gauge(
            MeterRegistry meters,
            String name,
            @org.jspecify.annotations.Nullable String unit,
            java.util.function.Supplier<Number> value) {
        Gauge.builder(PREFIX + name, value).baseUnit(unit).register(meters);
    }

    @Override
    public void onWritten(SendAttempt attempt) {
        numbers.counter(PREFIX + "requests", attempt.command().number()).increment();
    }

    @Override
    public void onAnswered(SendAttempt attempt, MetaAnswer answer, long roundTripNanos) {
        switch (answer) {
            case MetaAnswer.Taken _ -> {
                taken.increment();
                roundTrip.record(Duration.ofNanos(roundTripNanos));
                jitter.add(roundTripNanos);
            }
            case MetaAnswer.NotSent(String cause) -> {
                notSent.increment();
                log.atWarn()
                        .addKeyValue("connection", attempt.command().number())
                        .addKeyValue("error", cause)
                        .log("Meta could not be reached, and nothing was sent");
            }
            case MetaAnswer.Doubtful _ -> doubtful.increment();
            case MetaAnswer.Refused error when error.doubtful() -> doubtful.increment();
            case MetaAnswer.Refused(var refusal) ->
                    refused(attempt.command().number(), refusal.code());
        }
    }

    private void refused(String number, int code) {
        if (code == THROUGHPUT || code == PAIR) {
            throttled.increment();
            numbers.counter(PREFIX + "throttled", number, "code", String.valueOf(code)).increment();
        } else {
            otherwiseRefused.increment();
        }
    }

    @Override
    public void onFinished(Command command, Outcome outcome) {
        numbers.counter(PREFIX + "sent", command.number(), "outcome", name(outcome)).increment();
    }

    private static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted _ -> "accepted";
            case Outcome.Rejected _ -> "rejected";
            case Outcome.Expired _ -> "expired";
            case Outcome.Cancelled _ -> "cancelled";
            case Outcome.Unknown _ -> "unknown";
        };
    }

    @Override
    public void onDoubted(Command command) {
        doubts.increment();
    }

    @Override
    public void onArrived(int fresh, int known, int rejected) {
        queued.increment(fresh);
        duplicate.increment(known);
        refused.increment(rejected);
    }

    @Override
    public void onTraffic(String number, Traffic kind, int messages) {
        numbers.counter(PREFIX + "counted", number, "kind", lower(kind)).increment(messages);
    }

    @Override
    public void onAlarm(Alarm alarm, String number) {
        Objects.requireNonNull(alarms.get(alarm)).increment();
        log.atError()
                .addKeyValue("alarm", alarm)
                .addKeyValue("connection", number)
                .log(cause(alarm));
    }

    private static String cause(Alarm alarm) {
        return switch (alarm) {
            case RING_REFUSED -> "The check at the socket refused a message that the pacer allowed";
            case CODE_UNKNOWN -> "Meta answered with an error code that the table does not know";
            case NUMBER_STOPPED -> "Meta takes no message of the number, which is held";
        };
    }

    @Override
    public void onHold(Hold hold) {
        int code = hold.refusal().code();
        switch (hold.stage()) {
            case HELD -> {
                if (hold.probes() > 0) {
                    refusedProbes.increment();
                }
                log.atWarn()
                        .addKeyValue("connection", hold.number())
                        .addKeyValue("subcode", hold.refusal().subcode())
                        .addKeyValue("probes", hold.probes())
                        .addKeyValue("nextProbeAt", hold.nextProbeAt())
                        .log(
                                "Number held: Meta refused with {} ({})",
                                code,
                                hold.reason().inWords());
            }
            case PROBING -> {
                passedProbes.increment();
                log.atInfo()
                        .addKeyValue("connection", hold.number())
                        .log("Meta takes messages of a held number again: a few go");
            }
            case RELEASED ->
                    log.atInfo()
                            .addKeyValue("connection", hold.number())
                            .addKeyValue("since", hold.since())
                            .log(
                                    "Number released: it was held for {} ({})",
                                    code,
                                    hold.reason().inWords());
        }
    }

    /** Shows how things stand; called every few seconds. */
    void show(List<LaneView> views, BacklogCounts.Counts counts, Instant now) {
        numbers.show(views, now);
        totals.show(views, now);
        backlogs = counts;
        boolean more = jitter.nanos() > assumedJitter.toNanos();
        if (more && !jitterTold) {
            log.atWarn()
                    .addKeyValue("assumed", assumedJitter)
                    .addKeyValue("seen", Duration.ofNanos(jitter.nanos()))
                    .log("Round trips differ by more than the arrival jitter assumed");
        }
        jitterTold = more;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
