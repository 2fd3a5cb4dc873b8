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
 * Polling loop on a virtual thread. The next round follows at once while the last one found work,
 * else when something changed or after the polling interval. The loop waits for a database that is
 * away.
 */
public final class PollingWorker {
    private static final Logger LOG = LoggerFactory.getLogger(PollingWorker.class);
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
    public PollingWorker(String work, ChangeFeed feed, long lookMillis) {
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
    public <T> int startTasks(Permits permits, IntFunction<List<T>> claim, Consumer<T> task) {
        List<T> claimed = permits.claim(claim);
        for (T one : claimed) {
            tasks.execute(() -> {
                try {
                    task.accept(one);
                } catch (RuntimeException e) {
                    LOG.atWarn()
                            .addKeyValue("work", work)
                            .addKeyValue("error", e.getClass().getSimpleName())
                            .log("A task failed and will be tried again");
                } finally {
                    permits.release();
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
                if (!runRound(round)) {
                    feed.await(seen, lookMillis);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean runRound(IntSupplier round) throws InterruptedException {
        try {
            return round.getAsInt() > 0;
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn()
                    .addKeyValue("work", work)
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("The database does not answer: the worker waits for it");
            feed.await(feed.wakes(), lookMillis * LONGER);
            return true;
        }
    }
}
