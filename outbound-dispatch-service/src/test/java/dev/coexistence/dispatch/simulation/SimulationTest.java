package dev.coexistence.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.lane.Rule;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every promise, in more worlds than anyone could think of; each is found again from its seed. */
class SimulationTest {
    private static final long SEEDS = Long.getLong("simulation.seeds", 10_000);
    private static final long FIRST = Long.getLong("simulation.first", 1);
    private static final long UNTIL_CAUGHT = 2_000;

    @Test
    void keepsEveryPromiseWhateverHappens() {
        long began = System.nanoTime();
        var reports =
                LongStream.range(FIRST, FIRST + SEEDS)
                        .parallel()
                        .mapToObj(seed -> World.run(seed, Rule.all()))
                        .toList();
        double seconds = (System.nanoTime() - began) / 1e9;
        double virtual = reports.stream().mapToLong(World.Report::virtualNanos).sum() / 1e9;
        System.out.printf(
                "%d seeds from %d in %.1f s: %.0f s of virtual time, %.0f times as fast, %d events%n",
                SEEDS,
                FIRST,
                seconds,
                virtual,
                virtual / seconds,
                reports.stream().mapToLong(World.Report::events).sum());

        assertThat(reports)
                .filteredOn(report -> !report.violations().isEmpty() || !report.alarms().isEmpty())
                .as("seeds that broke a promise")
                .isEmpty();
        assertThat(reports)
                .extracting(World.Report::slowestMend)
                .as("from payment mended to the first message")
                .allMatch(nanos -> nanos <= Duration.ofSeconds(90).toNanos())
                .anyMatch(nanos -> nanos > 0);
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void noticesADroppedRule(Rule dropped) {
        Set<Rule> rest = EnumSet.complementOf(EnumSet.of(dropped));

        var caught =
                LongStream.range(FIRST, FIRST + UNTIL_CAUGHT)
                        .filter(seed -> !World.run(seed, rest).violations().isEmpty())
                        .findFirst();

        System.out.println("Without " + dropped + ": caught by seed " + caught);
        assertThat(caught).isPresent();
    }
}
