package dev.coexistence.dispatch.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
        var reports =
                LongStream.range(FIRST, FIRST + SEEDS).parallel().mapToObj(World::run).toList();

        assertThat(reports)
                .filteredOn(report -> !report.violations().isEmpty() || !report.alarms().isEmpty())
                .as("of %d seeds from %d, those that broke a promise", SEEDS, FIRST)
                .isEmpty();
        assertThat(reports)
                .extracting(World.Report::slowestMend)
                .as("from payment mended to the first message")
                .allMatch(nanos -> nanos <= Duration.ofSeconds(90).toNanos())
                .anyMatch(nanos -> nanos > 0);
    }

    @ParameterizedTest
    @EnumSource
    void noticesAPlantedFault(Mutant mutant) {
        var caught =
                LongStream.range(FIRST, FIRST + UNTIL_CAUGHT)
                        .filter(seed -> !World.run(seed, mutant).violations().isEmpty())
                        .findFirst();

        assertThat(caught).as("the first seed in which %s shows", mutant).isPresent();
    }
}
