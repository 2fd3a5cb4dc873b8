package dev.coexistence.conversation.webhook;

import dev.coexistence.conversation.live.ChangeFeed;
import dev.coexistence.conversation.webhook.DeliveryTable.Claimed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Runs the deliveries: one virtual thread turns changes into deliveries, and for each endpoint
 * there is a bounded number under way, so a slow endpoint keeps only itself waiting.
 */
@Component
class WebhookWorker implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookWorker.class);
    private static final long LOOK_MILLIS = 500;

    private final FanOut fanOut;
    private final Courier courier;
    private final EndpointTable endpoints;
    private final ChangeFeed feed;
    private final int inFlight;
    private final Map<Long, Semaphore> room = new HashMap<>();
    private volatile boolean running;
    private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    WebhookWorker(
            FanOut fanOut,
            Courier courier,
            EndpointTable endpoints,
            ChangeFeed feed,
            WebhookSettings settings) {
        this.fanOut = fanOut;
        this.courier = courier;
        this.endpoints = endpoints;
        this.feed = feed;
        this.inFlight = settings.inFlight();
    }

    @Override
    public void start() {
        running = true;
        threads = Executors.newVirtualThreadPerTaskExecutor();
        threads.execute(this::run);
    }

    @Override
    public void stop() {
        running = false;
        feed.wake();
        threads.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            long seen = feed.wakes();
            try {
                if (step() == 0) {
                    feed.await(seen, LOOK_MILLIS);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (DataAccessException | TransactionException e) {
                LOG.atWarn()
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("Webhooks wait for the database");
                pause();
            }
        }
    }

    private void pause() {
        try {
            feed.await(-1, LOOK_MILLIS * 4);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    private int step() {
        int done = fanOut.step();
        for (Endpoint endpoint : endpoints.list()) {
            if (EndpointTable.ACTIVE.equals(endpoint.state())) {
                done += deliver(endpoint);
            }
        }
        return done;
    }

    private int deliver(Endpoint endpoint) {
        long id = Long.parseLong(endpoint.id());
        Semaphore free = room.computeIfAbsent(id, _ -> new Semaphore(inFlight));
        int permits = free.drainPermits();
        if (permits == 0) {
            return 0;
        }
        List<Claimed> claimed;
        try {
            claimed = courier.claim(id, permits);
        } catch (RuntimeException e) {
            free.release(permits);
            throw e;
        }
        free.release(permits - claimed.size());
        for (Claimed delivery : claimed) {
            threads.execute(() -> deliver(endpoint, delivery, free));
        }
        return claimed.size();
    }

    private void deliver(Endpoint endpoint, Claimed delivery, Semaphore free) {
        try {
            courier.deliver(endpoint, delivery);
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn()
                    .addKeyValue("endpoint", endpoint.id())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("The outcome of a webhook could not be kept; it is sent again");
        } finally {
            free.release();
            feed.wake();
        }
    }
}
