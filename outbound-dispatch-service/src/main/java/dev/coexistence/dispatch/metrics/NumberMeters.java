package dev.coexistence.dispatch.metrics;

import dev.coexistence.dispatch.number.LaneView;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Meters with a number as tag. So many numbers, the busiest, have their own, and every one that is
 * held, late or throttled; the rest is summed as {@code other}. Those of a number without work go
 * away.
 */
final class NumberMeters {
    static final String NUMBER = "phone_number_id";
    private static final String OTHER = "other";

    private final MeterRegistry meters;
    private final int limit;
    private final Map<String, MultiGauge> gauges = new ConcurrentHashMap<>();
    private final Map<String, Set<Counter>> counters = new ConcurrentHashMap<>();
    private volatile Set<String> named = Set.of();

    NumberMeters(MeterRegistry meters, int limit) {
        this.meters = meters;
        this.limit = limit;
    }

    /** A counter of a number, or of all that have none of their own. */
    Counter counter(String name, String number, String... tags) {
        String tag = tag(number);
        Counter counter = meters.counter(name, Tags.of(tags).and(NUMBER, tag));
        if (!tag.equals(OTHER)) {
            counters.computeIfAbsent(tag, _ -> ConcurrentHashMap.newKeySet()).add(counter);
        }
        return counter;
    }

    private String tag(String number) {
        if (named.contains(number)) {
            return number;
        }
        synchronized (this) {
            if (!named.contains(number) && named.size() < limit) {
                var more = new HashSet<>(named);
                more.add(number);
                named = Set.copyOf(more);
            }
            return named.contains(number) ? number : OTHER;
        }
    }

    /** Shows how the numbers stand now. */
    synchronized void show(List<LaneView> views, Instant now) {
        var busiest =
                views.stream()
                        .sorted(Comparator.comparingLong(NumberMeters::work).reversed())
                        .toList();
        var shown = new ArrayList<LaneView>();
        var rest = new ArrayList<LaneView>();
        for (LaneView view : busiest) {
            boolean own = shown.size() < limit || NumberTotals.isTroubled(view, now);
            (own ? shown : rest).add(view);
        }
        name(shown);
        gauge("budget.per.second", null, rows(shown, NumberMeters::modeTags, LaneView::perSecond));
        gauge("budget.effective", null, rows(shown, NumberMeters::tags, LaneView::effective));
        gauge("budget.used", "ratio", rows(shown, NumberMeters::tags, NumberMeters::used));
        var depths = rows(shown, NumberMeters::tags, LaneView::waiting);
        var ages = rows(shown, NumberMeters::tags, view -> NumberTotals.age(view, now));
        if (!rest.isEmpty()) {
            var other = Tags.of(NUMBER, OTHER);
            depths.add(MultiGauge.Row.of(other, rest.stream().mapToLong(LaneView::waiting).sum()));
            ages.add(
                    MultiGauge.Row.of(
                            other,
                            rest.stream()
                                    .mapToDouble(view -> NumberTotals.age(view, now))
                                    .max()
                                    .orElse(0)));
        }
        gauge("queue.depth", null, depths);
        gauge("queue.age", "seconds", ages);
        gauge(
                "held",
                null,
                rows(
                        shown.stream().filter(view -> view.heldFor() != null).toList(),
                        NumberMeters::heldTags,
                        _ -> 1));
    }

    private void name(List<LaneView> shown) {
        var now = new HashSet<String>();
        shown.forEach(view -> now.add(view.number()));
        for (String counted : counters.keySet()) {
            if (!now.contains(counted)) {
                Set<Counter> gone = counters.remove(counted);
                if (gone != null) {
                    gone.forEach(meters::remove);
                }
            }
        }
        named = Set.copyOf(now);
    }

    private void gauge(
            String name,
            @org.jspecify.annotations.Nullable String unit,
            List<MultiGauge.Row<?>> rows) {
        gauges.computeIfAbsent(
                        name,
                        _ ->
                                MultiGauge.builder("whatsapp.dispatch." + name)
                                        .baseUnit(unit)
                                        .register(meters))
                .register(rows, true);
    }

    private static List<MultiGauge.Row<?>> rows(
            List<LaneView> views,
            java.util.function.Function<LaneView, Tags> tags,
            java.util.function.ToDoubleFunction<LaneView> value) {
        var rows = new ArrayList<MultiGauge.Row<?>>(views.size());
        for (LaneView view : views) {
            rows.add(MultiGauge.Row.of(tags.apply(view), value.applyAsDouble(view)));
        }
        return rows;
    }

    private static Tags tags(LaneView view) {
        return Tags.of(NUMBER, view.number());
    }

    private static Tags modeTags(LaneView view) {
        return tags(view).and("mode", view.mode());
    }

    private static Tags heldTags(LaneView view) {
        return tags(view).and("reason", NumberTotals.reason(view));
    }

    private static long work(LaneView view) {
        return view.waiting() + 100L * (view.lastSecond() + view.counted());
    }

    private static double used(LaneView view) {
        return view.perSecond() == 0
                ? 0
                : (double) (view.lastSecond() + view.counted()) / view.perSecond();
    }
}
