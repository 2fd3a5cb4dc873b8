package dev.coexistence.conversation.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

class RoundsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final ChangeFeed feed = new ChangeFeed(new JdbcTemplate());
    private final Rounds rounds = new Rounds("test", feed, 5);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger claimed = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void stop() {
        gate.countDown();
        rounds.stop();
    }

    @Test
    void hasNoMoreUnderWayThanThereIsRoomFor() {
        var room = new Room(3);
        rounds.start(() -> rounds.begin(room, this::upTo, _ -> work()));
        await().atMost(PATIENCE).until(() -> claimed.get() == 3);
        feed.wake();

        assertThat(room.fill(this::upTo)).isEmpty();
        gate.countDown();

        await().atMost(PATIENCE).until(() -> done.get() >= 9);
    }

    @Test
    void stopsOnlyWhenWhatIsUnderWayIsDone() throws InterruptedException {
        var room = new Room(2);
        rounds.start(() -> rounds.begin(room, this::upTo, _ -> work()));
        await().atMost(PATIENCE).until(() -> claimed.get() == 2);
        var stopping = Thread.ofVirtual().start(rounds::stop);
        await().atMost(PATIENCE).until(() -> !rounds.isRunning());
        assertThat(done).hasValue(0);

        gate.countDown();
        stopping.join();

        assertThat(done.get()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void goesOnAfterAFailure() {
        gate.countDown();
        var room = new Room(1);
        var rest = new AtomicInteger();
        rounds.start(() -> {
            if (rest.incrementAndGet() == 1) {
                throw new DataAccessResourceFailureException("away");
            }
            return rounds.begin(
                    room,
                    this::upTo,
                    _ -> {
                        done.incrementAndGet();
                        throw new IllegalStateException("no good");
                    });
        });

        await().atMost(PATIENCE).until(() -> done.get() > 2);
    }

    private List<Integer> upTo(int limit) {
        var tasks = new ArrayList<Integer>();
        for (int i = 0; i < limit; i++) {
            tasks.add(claimed.incrementAndGet());
        }
        return tasks;
    }

    private void work() {
        try {
            gate.await();
            done.incrementAndGet();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
