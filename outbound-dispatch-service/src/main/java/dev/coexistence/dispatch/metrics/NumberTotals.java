package dev.coexistence.dispatch.metrics;

import dev.coexistence.dispatch.number.LaneView;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Totals over all numbers of this instance, however many have meters of their own. {@code
 * numbers{state}} is there from the start: {@code working} have messages, of which some are {@code
 * held}, {@code late} or {@code throttled}. {@code numbers.held{reason}} counts the held ones with
 * their reasons; a reason that was seen stays, at 0.
 */
final class NumberTotals {
    private static final String PREFIX = "whatsapp.dispatch.";

    /** Age of due messages from which on a number is late, where its budget is not the cause. */
    private static final double LATE_SECONDS = 60;

    private final Map<State, AtomicLong> counts = new EnumMap<>(State.class);
    private final Map<String, Long> held = new TreeMap<>();
    private final MultiGauge byReason;
    private volatile double oldest;

    private enum State {
        WORKING,
        HELD,
        LATE,
        THROTTLED
    }

    NumberTotals(MeterRegistry meters) {
        for (State state : State.values()) {
            var count = new AtomicLong();
            counts.put(state, count);
            Gauge.builder(PREFIX + "numbers", count, AtomicLong::get)
                    .description("Numbers of this instance by how they stand")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(meters);
        }
        Gauge.builder(PREFIX + "oldest.age", this, totals -> totals.oldest)
                .baseUnit("seconds")
                .description("Age of the oldest message that may go, over all numbers")
                .register(meters);
        byReason =
                MultiGauge.builder(PREFIX + "numbers.held")
                        .description("Held numbers by reason")
                        .register(meters);
    }

    synchronized void show(List<LaneView> views, Instant now) {
        count(State.WORKING, views.stream().filter(view -> view.waiting() > 0).count());
        count(State.HELD, views.stream().filter(NumberTotals::isHeld).count());
        count(State.LATE, views.stream().filter(view -> isLate(view, now)).count());
        count(State.THROTTLED, views.stream().filter(NumberTotals::isThrottled).count());
        oldest =
                views.stream()
                        .filter(view -> view.heldFor() == null)
                        .map(view -> age(view, now))
                        .max(Comparator.naturalOrder())
                        .orElse(0.0);
        held.replaceAll((_, _) -> 0L);
        views.stream()
                .filter(NumberTotals::isHeld)
                .forEach(view -> held.merge(reason(view), 1L, Long::sum));
        var rows = new ArrayList<MultiGauge.Row<?>>();
        held.forEach((reason, numbers) ->
                rows.add(MultiGauge.Row.of(Tags.of("reason", reason), numbers)));
        byReason.register(rows, true);
    }

    private void count(State state, long numbers) {
        AtomicLong count = counts.get(state);
        if (count != null) {
            count.set(numbers);
        }
    }

    /** True where somebody may have to look: such a number has meters of its own. */
    static boolean isTroubled(LaneView view, Instant now) {
        return isHeld(view) || isLate(view, now) || isThrottled(view);
    }

    /** Refused by Meta, or with messages that wait for the connection. */
    private static boolean isHeld(LaneView view) {
        return view.heldFor() != null && (view.hold() != null || view.waiting() > 0);
    }

    /** Due messages grow old while half of what may leave does not. */
    private static boolean isLate(LaneView view, Instant now) {
        return view.heldFor() == null
                && age(view, now) > LATE_SECONDS
                && 2 * (view.lastSecond() + view.counted()) < view.effective();
    }

    /** Less may leave than was agreed and is not left to inbound traffic: Meta refuses some. */
    private static boolean isThrottled(LaneView view) {
        return view.heldFor() == null && view.effective() + view.reserved() < view.perSecond();
    }

    /** Reason of a hold, as a tag. */
    static String reason(LaneView view) {
        String reason = view.heldFor();
        return reason == null ? "none" : reason.toLowerCase(Locale.ROOT);
    }

    /** Seconds that the oldest message that may go has waited. */
    static double age(LaneView view, Instant now) {
        Instant oldest = view.oldest();
        return oldest == null ? 0 : Math.max(0, Duration.between(oldest, now).toMillis() / 1e3);
    }
}
