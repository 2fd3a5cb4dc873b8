package dev.coexistence.dispatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.number.LaneView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NumberMetersTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SENT = "whatsapp.dispatch.sent";
    private static final String DEPTH = "whatsapp.dispatch.queue.depth";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private static LaneView view(String number, long waiting) {
        return new LaneView(
                number,
                new long[] {0, 0, waiting, 0, 0},
                NOW.minusSeconds(waiting),
                null,
                null,
                "coexistence",
                20,
                20,
                0,
                0,
                0,
                0,
                0,
                0);
    }

    private double depth(String number) {
        return meters.get(DEPTH).tag(NumberMeters.NUMBER, number).gauge().value();
    }

    private Set<String> tags() {
        return meters.getMeters().stream()
                .map(meter -> String.valueOf(meter.getId().getTag(NumberMeters.NUMBER)))
                .collect(Collectors.toSet());
    }

    @Test
    void nameTheBusiestAndSumTheRest() {
        var numbers = new NumberMeters(meters, 2);

        numbers.show(List.of(view("a", 10), view("b", 1), view("c", 20), view("d", 2)), NOW);

        assertThat(depth("a")).isEqualTo(10);
        assertThat(depth("c")).isEqualTo(20);
        assertThat(depth("other")).isEqualTo(3);
        assertThat(meters.get("whatsapp.dispatch.queue.age").tag(NumberMeters.NUMBER, "other"))
                .satisfies(age -> assertThat(age.gauge().value()).isEqualTo(2));
        assertThat(tags()).containsExactlyInAnyOrder("a", "c", "other");
    }

    @Test
    void nameWhatIsHeldLateOrThrottledHoweverLittleItDoes() {
        var numbers = new NumberMeters(meters, 1);

        numbers.show(
                List.of(
                        busy("a"),
                        state("held", "SUSPENDED", 1, 0, 20),
                        state("late", null, 1, 61, 20),
                        state("throttled", null, 0, 0, 10),
                        state("well", null, 1, 59, 20),
                        state("idle", "DISCONNECTED", 0, 0, 20)),
                NOW);

        assertThat(tags()).containsExactlyInAnyOrder("a", "held", "late", "throttled", "other");
        assertThat(
                        meters.get("whatsapp.dispatch.held")
                                .tag(NumberMeters.NUMBER, "held")
                                .tag("reason", "suspended")
                                .gauge()
                                .value())
                .isEqualTo(1);
    }

    @Test
    void totalsCountEveryNumber() {
        var totals = new NumberTotals(meters);
        assertThat(total("working")).isZero();
        assertThat(total("held")).isZero();

        totals.show(
                List.of(
                        busy("a"),
                        state("b", "SUSPENDED", 1, 900, 20),
                        state("c", "SUSPENDED", 2, 0, 20),
                        state("d", "META_190", 3, 0, 20),
                        state("e", "DISCONNECTED", 0, 0, 20),
                        state("f", null, 1, 61, 20),
                        state("g", null, 0, 0, 10)),
                NOW);

        assertThat(total("working")).isEqualTo(5);
        assertThat(total("held")).isEqualTo(3);
        assertThat(total("late")).isEqualTo(1);
        assertThat(total("throttled")).isEqualTo(1);
        assertThat(heldFor("suspended")).isEqualTo(2);
        assertThat(heldFor("meta_190")).isEqualTo(1);
        assertThat(meters.get("whatsapp.dispatch.oldest.age").gauge().value()).isEqualTo(61);

        totals.show(List.of(state("d", "META_190", 3, 0, 20)), NOW);
        assertThat(heldFor("suspended")).isZero();
        assertThat(heldFor("meta_190")).isEqualTo(1);
        assertThat(total("late")).isZero();
    }

    private double total(String state) {
        return meters.get("whatsapp.dispatch.numbers").tag("state", state).gauge().value();
    }

    private double heldFor(String reason) {
        return meters.get("whatsapp.dispatch.numbers.held").tag("reason", reason).gauge().value();
    }

    /** At its full budget, with a queue that therefore grows old. */
    private static LaneView busy(String number) {
        return new LaneView(
                number,
                new long[] {0, 0, 5_000, 0, 0},
                NOW,
                null,
                null,
                "coexistence",
                20,
                20,
                0,
                20,
                0,
                0,
                0,
                0);
    }

    private static LaneView state(
            String number, @Nullable String heldFor, long waiting, long age, int effective) {
        return new LaneView(
                number,
                new long[] {0, 0, waiting, 0, 0},
                waiting == 0 ? null : NOW.minusSeconds(age),
                heldFor,
                null,
                "coexistence",
                20,
                effective,
                0,
                0,
                0,
                0,
                0,
                0);
    }

    @Test
    void countTheRestTogether() {
        var numbers = new NumberMeters(meters, 1);
        numbers.show(List.of(view("a", 10), view("b", 1)), NOW);

        numbers.counter(SENT, "a").increment();
        numbers.counter(SENT, "b").increment(2);
        numbers.counter(SENT, "c").increment(3);

        assertThat(meters.get(SENT).tag(NumberMeters.NUMBER, "a").counter().count()).isEqualTo(1);
        assertThat(meters.get(SENT).tag(NumberMeters.NUMBER, "other").counter().count())
                .isEqualTo(5);
    }

    @Test
    void forgetANumberWhosePartitionWasHandedOver() {
        var numbers = new NumberMeters(meters, 10);
        numbers.show(List.of(view("a", 10), view("b", 1)), NOW);
        numbers.counter(SENT, "a").increment();
        numbers.counter(SENT, "b").increment();

        numbers.show(List.of(view("b", 1)), NOW);

        assertThat(tags()).containsExactly("b");
    }

    @Test
    void forgetWhatIsStillCountedOfANumberThatIsGone() {
        var numbers = new NumberMeters(meters, 10);
        numbers.show(List.of(view("a", 10)), NOW);
        numbers.show(List.of(), NOW);

        numbers.counter(SENT, "a").increment();
        numbers.show(List.of(), NOW);

        assertThat(tags()).isEmpty();
    }

    @Test
    void nameNoneWhereNoneMayBeNamed() {
        var numbers = new NumberMeters(meters, 0);

        numbers.show(List.of(view("a", 10)), NOW);
        numbers.counter(SENT, "a").increment();

        assertThat(tags()).containsExactly("other");
    }
}
