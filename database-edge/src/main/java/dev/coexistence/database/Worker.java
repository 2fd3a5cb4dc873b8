package dev.coexistence.database;

import dev.coexistence.kafka.Outages;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does rounds of work until it is closed: the next round at once while the last one
 * left more, else after a signal or a time. A round that fails is logged and tried again after a
 * pause, for as long as it takes; the log names the cause when it begins and then once a minute.
 */
public final class Worker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Duration LOG_EVERY = Duration.ofMinutes(1);
    private static final long INTERRUPTED_MILLIS = 1_000;

    private final String name;
    private final Pace pace;
    private final Round round;
    private final LongSupplier ticker;
    private final Semaphore signals = new Semaphore(0);
    private volatile CountDownLatch closed = new CountDownLatch(0);
    private volatile @Nullable Thread thread;

    // Touched by the thread only.
    private @Nullable Failures failures;

    /** One round of work. */
    @FunctionalInterface
    public interface Round {
        /**
         * @return true where more is left, so that the next round begins at once
         */
        boolean run() throws InterruptedException;
    }

    /**
     * The times of a worker.
     *
     * @param look longest wait between two rounds
     * @param gather wait after a signal, so that one round finds what many signals announce
     * @param retry pause after a failure
     * @param finish time for the round under way at the end, before it is interrupted
     */
    public record Pace(Duration look, Duration gather, Duration retry, Duration finish) {
        public static Pace every(Duration look) {
            return new Pace(look, Duration.ZERO, Duration.ofMillis(500), Duration.ofSeconds(5));
        }

        public Pace gathering(Duration gather) {
            return new Pace(look, gather, retry, finish);
        }

        public Pace retrying(Duration retry) {
            return new Pace(look, gather, retry, finish);
        }

        public Pace finishing(Duration finish) {
            return new Pace(look, gather, retry, finish);
        }
    }

    /** Rounds that failed one after the other. */
    private record Failures(long since, long loggedAt) {}

    /**
     * @param name of the thread, and of the worker in the log
     */
    public Worker(String name, Pace pace, Round round) {
        this(name, pace, round, System::nanoTime);
    }

    /**
     * @param ticker nanoseconds that only go on
     */
    Worker(String name, Pace pace, Round round, LongSupplier ticker) {
        this.name = name;
        this.pace = pace;
        this.round = round;
        this.ticker = ticker;
    }

    /** Also after it was closed. */
    public synchronized void start() {
        if (isClosed()) {
            closed = new CountDownLatch(1);
            thread = Thread.ofPlatform().name(name).daemon().start(this::work);
        }
    }

    /** Begins the next round now, or directly after the one under way. Thread-safe. */
    public void signal() {
        signals.release();
    }

    public boolean isRunning() {
        return !isClosed();
    }

    private void work() {
        try {
            while (!isClosed()) {
                if (!succeeds()) {
                    var unused = closed.await(pace.retry().toNanos(), TimeUnit.NANOSECONDS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean succeeds() throws InterruptedException {
        try {
            boolean more = round.run();
            goesOn();
            if (!more && !isClosed()) {
                awaitSignal();
            }
            return true;
        } catch (RuntimeException | Error e) {
            if (!isClosed()) {
                failed(e);
            }
            return false;
        }
    }

    private void awaitSignal() throws InterruptedException {
        if (!signals.tryAcquire(pace.look().toNanos(), TimeUnit.NANOSECONDS)) {
            return;
        }
        if (!pace.gather().isZero()) {
            var unused = closed.await(pace.gather().toNanos(), TimeUnit.NANOSECONDS);
        }
        signals.drainPermits();
    }

    private void failed(Throwable failure) {
        long now = ticker.getAsLong();
        Failures before = failures;
        if (before != null && now - before.loggedAt() < LOG_EVERY.toNanos()) {
            return;
        }
        failures = new Failures(before == null ? now : before.since(), now);
        var line =
                (Outages.isOutage(failure) ? log.atWarn() : log.atError().setCause(failure))
                        .addKeyValue("worker", name)
                        .addKeyValue("error", Outages.describe(failure));
        line.log("Worker repeats its round until it succeeds");
    }

    private void goesOn() {
        Failures before = failures;
        if (before != null) {
            failures = null;
            log.atInfo()
                    .addKeyValue("worker", name)
                    .addKeyValue(
                            "seconds",
                            Duration.ofNanos(ticker.getAsLong() - before.since()).toSeconds())
                    .log("Worker goes on");
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /**
     * Begins no further round, and waits for the one under way; interrupts it where that takes
     * longer than its pace allows.
     */
    @Override
    public synchronized void close() {
        Thread ending = thread;
        if (ending == null) {
            return;
        }
        closed.countDown();
        signal();
        try {
            ending.join(pace.finish().toMillis());
            if (ending.isAlive()) {
                ending.interrupt();
                ending.join(INTERRUPTED_MILLIS);
            }
        } catch (InterruptedException _) {
            ending.interrupt();
            Thread.currentThread().interrupt();
        }
        thread = null;
    }
}
