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

class PollingWorkerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final ChangeFeed feed = new ChangeFeed(new JdbcTemplate());
    private final PollingWorker worker = new PollingWorker("test", feed, 5);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger claimed = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void stop() {
        gate.countDown();
        worker.stop();
    }

    @Test
    void hasNoMoreUnderWayThanThereIsRoomFor() {
        var permits = new Permits(3);
        worker.start(() -> worker.startTasks(permits, this::upTo, _ -> work()));
        await().atMost(PATIENCE).until(() -> claimed.get() == 3);
        feed.wake();

        assertThat(permits.claim(this::upTo)).isEmpty();
        gate.countDown();

        await().atMost(PATIENCE).until(() -> done.get() >= 9);
    }

    @Test
    void stopsOnlyWhenWhatIsUnderWayIsDone() throws InterruptedException {
        var permits = new Permits(2);
        worker.start(() -> worker.startTasks(permits, this::upTo, _ -> work()));
        await().atMost(PATIENCE).until(() -> claimed.get() == 2);
        var stopping = Thread.ofVirtual().start(worker::stop);
        await().atMost(PATIENCE).until(() -> !worker.isRunning());
        assertThat(done).hasValue(0);

        gate.countDown();
        stopping.join();

        assertThat(done.get()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void goesOnAfterAFailure() {
        gate.countDown();
        var permits = new Permits(1);
        var rest = new AtomicInteger();
        worker.start(() -> {
            if (rest.incrementAndGet() == 1) {
                throw new DataAccessResourceFailureException("away");
            }
            return worker.startTasks(
                    permits,
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
