package dev.coexistence.dispatch;

import dev.coexistence.dispatch.engine.DispatchEvents;
import dev.coexistence.dispatch.lane.Answer;
import dev.coexistence.dispatch.lane.Attempt;
import dev.coexistence.dispatch.lane.Command;
import dev.coexistence.dispatch.lane.LaneActions.Alarm;
import dev.coexistence.dispatch.lane.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the dispatcher does. */
final class DispatchMetrics implements DispatchEvents {
    private static final Logger log = LoggerFactory.getLogger(DispatchMetrics.class);

    private final MeterRegistry meters;
    private final Counter requests;
    private final Counter doubts;
    private final Timer roundTrip;

    DispatchMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.requests = meters.counter("whatsapp.dispatch.requests");
        this.doubts = meters.counter("whatsapp.dispatch.doubts");
        this.roundTrip =
                Timer.builder("whatsapp.dispatch.round.trip")
                        .publishPercentileHistogram()
                        .register(meters);
    }

    @Override
    public void written(Attempt attempt) {
        requests.increment();
    }

    @Override
    public void answered(Attempt attempt, Answer answer, long roundTripNanos) {
        if (answer instanceof Answer.Taken) {
            roundTrip.record(Duration.ofNanos(roundTripNanos));
        }
    }

    @Override
    public void finished(Command command, Outcome outcome) {
        meters.counter(
                        "whatsapp.dispatch.sent",
                        "number",
                        command.number(),
                        "outcome",
                        outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .increment();
    }

    @Override
    public void doubted(Command command) {
        doubts.increment();
    }

    @Override
    public void alarm(Alarm alarm, String number) {
        meters.counter("whatsapp.dispatch.alarms", "alarm", alarm.name().toLowerCase(Locale.ROOT))
                .increment();
        log.atError()
                .addKeyValue("alarm", alarm)
                .addKeyValue("connection", number)
                .log("Dispatch alarm");
    }
}
