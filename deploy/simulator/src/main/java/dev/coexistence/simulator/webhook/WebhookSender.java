package dev.coexistence.simulator.webhook;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Tells the app what happened: signed, concurrently, in no promised order, again and again until it
 * answers 200.
 */
public final class WebhookSender {
    private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);
    private static final Duration CHALLENGE_PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_PENDING = 100_000;
    private static final int REMEMBERED = 200;
    private static final int REMEMBERED_BYTES = 256 * 1024;

    private static final class Delivery {
        private final byte[] body;
        private final @Nullable URI override;
        private final Instant since;
        private int failures;

        private Delivery(byte[] body, @Nullable URI override, Instant since) {
            this.body = body;
            this.override = override;
            this.since = since;
        }
    }

    private final WebhookPost post = new WebhookPost();
    private final InstantSource clock;
    private final Scheduler timer;
    private final SplittableRandom chance;
    private final Deque<Delivery> ready = new ArrayDeque<>();
    private final Deque<Delivery> recent = new ArrayDeque<>();
    private final List<WebhookUpdate> batch = new ArrayList<>();
    private @Nullable WebhookTarget target;
    private DeliveryPlan plan;
    private int inFlight;
    private long pending;
    private long delivered;
    private long attempts;
    private long retried;
    private long dropped;
    private long givenUp;
    private int lastStatus;
    private boolean closed;

    public WebhookSender(InstantSource clock, Scheduler timer, DeliveryPlan plan, long seed) {
        this.clock = clock;
        this.timer = timer;
        this.plan = plan;
        this.chance = new SplittableRandom(seed);
    }

    /** The app's callback from now on, and how it knows what comes. */
    public synchronized void deliverTo(URI url, String appSecret, String verifyToken) {
        target = new WebhookTarget(url, appSecret, verifyToken);
        pump();
    }

    public synchronized void deliverNowhere() {
        target = null;
        pump();
    }

    /** The app's callback; null for none. */
    public synchronized @Nullable URI target() {
        return target == null ? null : target.url();
    }

    /** Meta's challenge to the app's callback; false without one. Blocks. */
    public boolean verify() {
        WebhookTarget to;
        synchronized (this) {
            to = target;
        }
        return to != null
                && Boolean.TRUE.equals(
                        challenge(to.url(), to.verifyToken()).block(CHALLENGE_PATIENCE));
    }

    /** Meta's challenge: true when the endpoint gave it back. */
    public Mono<Boolean> challenge(URI url, String verifyToken) {
        return post.challenge(url, verifyToken);
    }

    /** Tells whether anybody listens at all: spares the work of telling nobody. */
    synchronized boolean wanted() {
        return target != null;
    }

    public synchronized void plan(DeliveryPlan other) {
        plan = other;
        flush();
    }

    public synchronized DeliveryPlan plan() {
        return plan;
    }

    synchronized void send(WebhookUpdate update) {
        if (target == null || pending >= MOST_PENDING) {
            dropped++;
            return;
        }
        if (plan.batch() == 1) {
            start(List.of(update));
            return;
        }
        batch.add(update);
        if (batch.size() >= plan.batch()) {
            flush();
        } else if (batch.size() == 1) {
            later(plan.batchWait(), this::flush);
        }
    }

    /** The last n webhooks once more, byte by byte. */
    public synchronized int redeliver(int last) {
        List<Delivery> again = new ArrayList<>(recent);
        int from = Math.max(0, again.size() - last);
        for (Delivery old : again.subList(from, again.size())) {
            enqueue(new Delivery(old.body, old.override, clock.instant()));
        }
        return again.size() - from;
    }

    public synchronized WebhookReport report() {
        return new WebhookReport(
                delivered, attempts, retried, pending + batch.size(), dropped, givenUp, lastStatus);
    }

    /** Waits until nothing is pending; false when the time is over first. */
    public synchronized boolean await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (pending + batch.size() > 0) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    public synchronized void close() {
        closed = true;
        ready.clear();
        batch.clear();
        post.close();
    }

    private synchronized void flush() {
        if (batch.isEmpty()) {
            return;
        }
        Map<String, List<WebhookUpdate>> byCallback = new LinkedHashMap<>();
        for (WebhookUpdate update : batch) {
            String override = update.override();
            byCallback
                    .computeIfAbsent(override == null ? "" : override, _ -> new ArrayList<>())
                    .add(update);
        }
        batch.clear();
        byCallback.values().forEach(this::start);
    }

    private void start(List<WebhookUpdate> updates) {
        String override = updates.getFirst().override();
        Delivery delivery =
                new Delivery(
                        WebhookUpdate.body(updates, clock.instant()),
                        override == null ? null : URI.create(override),
                        clock.instant());
        if (delivery.body.length <= REMEMBERED_BYTES) {
            recent.add(delivery);
            if (recent.size() > REMEMBERED) {
                recent.removeFirst();
            }
        }
        enqueueAfterDelay(delivery);
        if (plan.duplicates() > 0 && chance.nextDouble() < plan.duplicates()) {
            enqueueAfterDelay(new Delivery(delivery.body, delivery.override, delivery.since));
        }
    }

    private void enqueueAfterDelay(Delivery delivery) {
        long spread = plan.delayMax().minus(plan.delayMin()).toNanos();
        Duration delay =
                spread == 0
                        ? plan.delayMin()
                        : plan.delayMin().plusNanos(chance.nextLong(spread + 1));
        if (delay.isZero()) {
            enqueue(delivery);
        } else {
            pending++;
            later(
                    delay,
                    () -> {
                        synchronized (this) {
                            pending--;
                            enqueue(delivery);
                        }
                    });
        }
    }

    private void enqueue(Delivery delivery) {
        pending++;
        ready.add(delivery);
        pump();
    }

    private void pump() {
        while (!closed && target != null && inFlight < plan.concurrency() && !ready.isEmpty()) {
            Delivery next = ready.removeFirst();
            inFlight++;
            attempts++;
            WebhookTarget to = target;
            URI url = next.override == null ? to.url() : next.override;
            post.post(
                    url, next.body, to.signature(next.body), status -> finishAttempt(next, status));
        }
        if (pending + batch.size() == 0) {
            notifyAll();
        }
    }

    private synchronized void finishAttempt(Delivery delivery, int status) {
        inFlight--;
        lastStatus = status;
        if (status == 200) {
            delivered++;
            pending--;
        } else if (clock.instant().isAfter(delivery.since.plus(plan.giveUpAfter()))) {
            givenUp++;
            pending--;
        } else {
            delivery.failures++;
            log.atDebug()
                    .addKeyValue("status", status)
                    .addKeyValue("failures", delivery.failures)
                    .log("Receiver did not accept a webhook, which is sent again");
            later(backOff(delivery.failures), () -> again(delivery));
        }
        pump();
    }

    private synchronized void again(Delivery delivery) {
        retried++;
        ready.add(delivery);
        pump();
    }

    private Duration backOff(int failures) {
        Duration wait = plan.retryFirst().multipliedBy(1L << Math.min(failures - 1, 20));
        return wait.compareTo(plan.retryMax()) > 0 ? plan.retryMax() : wait;
    }

    private void later(Duration delay, Runnable task) {
        if (!closed) {
            timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
