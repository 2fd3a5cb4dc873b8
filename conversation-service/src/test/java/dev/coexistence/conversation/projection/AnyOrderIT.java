package dev.coexistence.conversation.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The same events in any order, any batches, with duplicates and replays, end in one state. Other
 * stories each time; a failure names its seed, and {@code -Dtest.args=-Dcoexistence.seed=…} tells
 * that story again, {@code -Dcoexistence.stories=…} more of them.
 */
class AnyOrderIT {
    private static final ProjectedDatabase DATABASE = ProjectedDatabase.fresh("anyorder");
    private static final int STORIES = Integer.getInteger("coexistence.stories", 25);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void endsInTheSameState() {
        long first = Long.getLong("coexistence.seed", System.nanoTime());
        for (long seed = first; seed < first + STORIES; seed++) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            List<SpecificRecord> events =
                    RandomStory.of(random, "900000000000001", 5 + random.nextInt(25));
            DATABASE.clear();
            DATABASE.project(events);
            List<String> expected = DATABASE.state();

            for (int i = 0; i < 3; i++) {
                DATABASE.clear();
                projectShuffled(random, events);

                assertThat(DATABASE.state())
                        .as("seed %d, shuffle %d; run with -Dcoexistence.seed=%d", seed, i, seed)
                        .isEqualTo(expected);
            }
        }
    }

    private static void projectShuffled(RandomGenerator random, List<SpecificRecord> events) {
        var shuffled = new ArrayList<>(events);
        int duplicates = random.nextInt(events.size() / 2 + 1);
        for (int i = 0; i < duplicates; i++) {
            shuffled.add(events.get(random.nextInt(events.size())));
        }
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            SpecificRecord swapped = shuffled.get(i);
            shuffled.set(i, shuffled.get(j));
            shuffled.set(j, swapped);
        }
        if (random.nextInt(3) == 0) {
            shuffled.addAll(List.copyOf(shuffled));
        }
        int from = 0;
        while (from < shuffled.size()) {
            int to = Math.min(shuffled.size(), from + 1 + random.nextInt(12));
            DATABASE.project(shuffled.subList(from, to));
            from = to;
        }
    }
}
