package dev.coexistence.simulator.webhook;

import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.trace.SentMessage;
import dev.coexistence.simulator.wire.GraphError;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.ObjectNode;

/** Tells what became of an accepted message. */
public final class StatusSchedule {
    private final Scheduler timer;
    private final InstantSource clock;
    private final WebhookEvents events;
    private volatile StatusPlan plan;

    public StatusSchedule(
            Scheduler timer, InstantSource clock, WebhookEvents events, StatusPlan plan) {
        this.timer = timer;
        this.clock = clock;
        this.events = events;
        this.plan = plan;
    }

    public void plan(StatusPlan other) {
        plan = other;
    }

    /** Schedules what follows the acceptance. */
    public void follow(SimulatedNumber number, SentMessage sent, List<Fault> struck) {
        if (!events.wanted()) {
            return;
        }
        for (Fault fault : struck) {
            if (fault.kind() == Fault.Kind.NO_STATUS) {
                return;
            }
            if (fault.kind() == Fault.Kind.FAILED_STATUS) {
                GraphError error = fault.error();
                schedule(
                        Duration.ofMillis(20),
                        () ->
                                events.message(
                                        number,
                                        "messages",
                                        UpdateJson.failedStatus(
                                                number, sent, error, clock.instant())));
                return;
            }
        }
        StatusPlan now = plan;
        tell(number, sent, "sent", now.sentAfter());
        tell(number, sent, "delivered", now.deliveredAfter());
        tell(number, sent, "read", now.readAfter());
    }

    /**
     * Tells one status at once: of a message to a group, everything but {@code sent} comes once for
     * each participant.
     */
    public void tellNow(SimulatedNumber number, SentMessage sent, String status) {
        if (!sent.recipient().isGroup() || status.equals("sent")) {
            tellOf(number, sent, "", status);
            return;
        }
        for (String member : number.audience().members(sent.recipient().address())) {
            tellOf(number, sent, member, status);
        }
    }

    /** Tells what one participant of a group did. */
    public void tellOf(
            SimulatedNumber number, SentMessage sent, String participant, String status) {
        ObjectNode value = UpdateJson.status(number, sent, participant, status, clock.instant());
        events.message(number, "messages", value);
    }

    private void tell(
            SimulatedNumber number, SentMessage sent, String status, @Nullable Duration delay) {
        if (delay != null) {
            schedule(delay, () -> tellNow(number, sent, status));
        }
    }

    private void schedule(Duration delay, Runnable task) {
        timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
