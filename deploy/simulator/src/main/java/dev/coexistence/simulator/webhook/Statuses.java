package dev.coexistence.simulator.webhook;

import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.trace.Sent;
import dev.coexistence.simulator.wire.GraphError;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.ObjectNode;

/** Tells what became of an accepted message. */
public final class Statuses {
    private final Scheduler timer;
    private final InstantSource clock;
    private final Events events;
    private volatile StatusPlan plan;

    public Statuses(Scheduler timer, InstantSource clock, Events events, StatusPlan plan) {
        this.timer = timer;
        this.clock = clock;
        this.events = events;
        this.plan = plan;
    }

    public void plan(StatusPlan other) {
        plan = other;
    }

    /** Schedules what follows the acceptance. */
    public void follow(SimulatedNumber number, Sent sent, List<Fault> struck) {
        if (!events.wanted()) {
            return;
        }
        for (Fault fault : struck) {
            if (fault.kind() == Fault.Kind.NO_STATUS) {
                return;
            }
            if (fault.kind() == Fault.Kind.FAILED_STATUS) {
                GraphError error = fault.error();
                after(
                        Duration.ofMillis(20),
                        () ->
                                events.message(
                                        number,
                                        "messages",
                                        Updates.failed(number, sent, error, clock.instant())));
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
    public void tellNow(SimulatedNumber number, Sent sent, String status) {
        if (!sent.recipient().isGroup() || status.equals("sent")) {
            tellOf(number, sent, "", status);
            return;
        }
        for (String member : number.audience().members(sent.recipient().address())) {
            tellOf(number, sent, member, status);
        }
    }

    /** Tells what one participant of a group did. */
    public void tellOf(SimulatedNumber number, Sent sent, String participant, String status) {
        ObjectNode value = Updates.status(number, sent, participant, status, clock.instant());
        events.message(number, "messages", value);
    }

    private void tell(SimulatedNumber number, Sent sent, String status, @Nullable Duration delay) {
        if (delay != null) {
            after(delay, () -> tellNow(number, sent, status));
        }
    }

    private void after(Duration delay, Runnable task) {
        timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
