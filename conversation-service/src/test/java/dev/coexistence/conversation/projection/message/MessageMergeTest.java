package dev.coexistence.conversation.projection.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.fact.EventReader;
import dev.coexistence.conversation.fact.Fact.MessageRecorded;
import dev.coexistence.conversation.message.MessageState;
import dev.coexistence.conversation.projection.RandomStory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The join by itself, many times over; {@code AnyOrderIT} does the same through PostgreSQL. */
class MessageMergeTest {
    private static final int STORIES = 2_000;
    private static final String NUMBER = "900000000000001";

    private final long first = Long.getLong("coexistence.seed", System.nanoTime());

    @Test
    void endsInTheSameMessages() {
        for (long seed = first; seed < first + STORIES; seed++) {
            Random random = new Random(seed);
            List<MessageState> told = told(random, 3 + random.nextInt(12));
            List<String> expected = joined(told);

            for (int i = 0; i < 3; i++) {
                var shuffled = new ArrayList<>(told);
                shuffled.addAll(told.subList(0, random.nextInt(told.size() + 1)));
                Collections.shuffle(shuffled, random);
                assertThat(joined(shuffled)).as("seed %d", seed).isEqualTo(expected);
            }
        }
    }

    @Test
    void joinsByTheLawsOfAJoin() {
        for (long seed = first; seed < first + STORIES; seed++) {
            Random random = new Random(seed);
            List<MessageState> told = told(random, 12);
            MessageState a = told.get(random.nextInt(told.size()));
            MessageState b = told.get(random.nextInt(told.size()));
            MessageState c = told.get(random.nextInt(told.size()));

            assertThat(a.join(b)).as("commutative, seed %d", seed).isEqualTo(b.join(a));
            assertThat(a.join(b).join(c))
                    .as("associative, seed %d", seed)
                    .isEqualTo(a.join(b.join(c)));
            assertThat(a.join(b).join(b)).as("idempotent, seed %d", seed).isEqualTo(a.join(b));
        }
    }

    private static List<MessageState> told(RandomGenerator random, int steps) {
        var told = new ArrayList<MessageState>();
        while (told.isEmpty()) {
            RandomStory.of(random, NUMBER, steps).stream()
                    .map(EventReader::read)
                    .flatMap(List::stream)
                    .filter(MessageRecorded.class::isInstance)
                    .map(fact -> ((MessageRecorded) fact).state())
                    .forEach(told::add);
        }
        return told;
    }

    private static List<String> joined(List<MessageState> told) {
        var ids = new AtomicLong();
        var merge = new MessageMerge(ids::incrementAndGet);
        for (MessageState state : told) {
            try {
                merge.join(NUMBER, state);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return merge.rows().stream()
                .filter(row -> !row.isGone())
                .map(row -> text(row.now()))
                .sorted()
                .toList();
    }

    /** The state in words that do not depend on the order within a map. */
    private static String text(MessageState state) {
        return state.withReactions(Map.of()) + " " + new TreeMap<>(state.reactions());
    }
}
