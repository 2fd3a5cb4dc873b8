package dev.coexistence.dispatch.intake;

import dev.coexistence.dispatch.engine.DispatchEvents;
import dev.coexistence.dispatch.engine.DispatchEvents.Traffic;
import dev.coexistence.dispatch.engine.Engine;
import dev.coexistence.dispatch.number.NumberEvent;
import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.InboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Counts messages that use up budget beside sending: inbound ones, and echoes from the app. */
public final class TrafficCounter {
    /**
     * An inbound message counts in the second it came in; one that is older says nothing any more.
     */
    private static final Duration COUNTS_FOR = Duration.ofSeconds(15);

    /** A webhook that is later than this was delivered again: the message came in before. */
    private static final Duration ON_TIME = Duration.ofSeconds(2);

    /** Messages of one such stretch are counted together. */
    private static final long TOGETHER_MILLIS = 100;

    /** Meta tells the second in which a message came in: the middle of it. */
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final PacingSettings pacing;
    private final Engine engine;
    private final DispatchEvents events;
    private final InstantSource time;

    /**
     * @param atMillis when, on the wall clock
     */
    private record Came(String number, int partition, Traffic kind, long atMillis) {}

    /** Messages of one poll. */
    static final class Tally {
        private final Map<Came, Integer> counts = new HashMap<>();
    }

    public TrafficCounter(
            PacingSettings pacing, Engine engine, DispatchEvents events, InstantSource time) {
        this.pacing = pacing;
        this.engine = engine;
        this.events = events;
        this.time = time;
    }

    void add(Tally tally, InboundMessage message, int partition) {
        if (pacing.countInbound()) {
            count(
                    tally,
                    new Came(
                            message.getPhoneNumberId(),
                            partition,
                            Traffic.INBOUND,
                            cameAt(message.getOccurredAt(), message.getReceivedAt())));
        }
    }

    void add(Tally tally, EchoMessage message, int partition) {
        if (pacing.countEchoes()) {
            count(
                    tally,
                    new Came(
                            message.getPhoneNumberId(),
                            partition,
                            Traffic.ECHO,
                            cameAt(message.getOccurredAt(), message.getReceivedAt())));
        }
    }

    private void count(Tally tally, Came came) {
        if (time.millis() - came.atMillis() < COUNTS_FOR.toMillis()) {
            tally.counts.merge(came, 1, Integer::sum);
        }
    }

    /**
     * Milliseconds at which it came in: its receipt, unless it had come in before and was delivered
     * again.
     */
    private static long cameAt(Instant occurred, Instant received) {
        boolean onTime = occurred.isAfter(received.minus(ON_TIME));
        long millis = (onTime ? received : occurred.plus(HALF_A_SECOND)).toEpochMilli();
        return millis - Math.floorMod(millis, TOGETHER_MILLIS);
    }

    /** Tells the decisions and the metrics. */
    void announce(Tally tally) {
        tally.counts.forEach((came, count) -> {
            events.onTraffic(came.number(), came.kind(), count);
            engine.post(
                    new NumberEvent.InboundCounted(
                            came.number(),
                            came.partition(),
                            count,
                            Instant.ofEpochMilli(came.atMillis())));
        });
    }
}
