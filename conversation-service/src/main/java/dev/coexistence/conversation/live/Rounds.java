package dev.coexistence.conversation.live;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Work in rounds on a virtual thread: the next round at once while the last one found something,
 * else when something changed or after a while. A database that is away is waited for.
 */
public final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final int LONGER = 4;

    private final String work;
    private final ChangeFeed feed;
    private final long lookMillis;
    private volatile boolean running;
    private Thread thread = Thread.ofVirtual().unstarted(() -> {});
    private ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param work what it is called in logs
     * @param lookMillis time after which a round is done without news
     */
    public Rounds(String work, ChangeFeed feed, long lookMillis) {
        this.work = work;
        this.feed = feed;
        this.lookMillis = lookMillis;
    }

    /**
     * @param round does what there is to do and says how much that was
     */
    public void start(IntSupplier round) {
        running = true;
        tasks = Executors.newVirtualThreadPerTaskExecutor();
        thread = Thread.ofVirtual().name(work).start(() -> run(round));
    }

    /** Begins nothing more, and waits for what is under way. */
    public void stop() {
        running = false;
        feed.wake();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        tasks.close();
    }

    public boolean isRunning() {
        return running;
    }

    /**
     * Begins as many tasks as there is room for, each on a thread of its own; for use in a round. A
     * task that fails is logged and must come again by itself.
     *
     * @return how many
     */
    public <T> int begin(Room room, IntFunction<List<T>> claim, Consumer<T> task) {
        List<T> claimed = room.fill(claim);
        for (T one : claimed) {
            tasks.execute(() -> {
                try {
                    task.accept(one);
                } catch (RuntimeException e) {
                    LOG.atWarn()
                            .addKeyValue("work", work)
                            .addKeyValue("error", e.getClass().getSimpleName())
                            .log("A task failed; it comes again");
                } finally {
                    room.leave();
                    feed.wake();
                }
            });
        }
        return claimed.size();
    }

    private void run(IntSupplier round) {
        try {
            while (running) {
                long seen = feed.wakes();
                if (!found(round)) {
                    feed.await(seen, lookMillis);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean found(IntSupplier round) throws InterruptedException {
        try {
            return round.getAsInt() > 0;
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn()
                    .addKeyValue("work", work)
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("Work waits for the database");
            feed.await(feed.wakes(), lookMillis * LONGER);
            return true;
        }
    }
}
