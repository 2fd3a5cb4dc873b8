package dev.coexistence.ingest.receive;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether the broker is there, so that a webhook need not wait for a timeout to be told no.
 * Away is: an append was not acknowledged, or the probe failed twice running. Back is: a probe
 * succeeded.
 */
final class BrokerWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BrokerWatch.class);
    private static final int FAILURES_UNTIL_AWAY = 2;

    private final Callable<Boolean> probe;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("broker-watch").factory());
    private volatile boolean available;
    private int failures = FAILURES_UNTIL_AWAY;

    /**
     * @param probe true where every partition of the raw topic has a leader; may throw, must end by
     *     itself
     */
    BrokerWatch(Callable<Boolean> probe) {
        this.probe = probe;
    }

    void start(Duration interval) {
        var unused =
                clock.scheduleWithFixedDelay(
                        this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean available() {
        return available;
    }

    void appendFailed(Exception failure) {
        if (available) {
            available = false;
            log.atWarn()
                    .addKeyValue("error", failure.getClass().getName())
                    .log("The broker did not acknowledge: webhooks are refused until it answers");
        }
    }

    void look() {
        boolean there = probed();
        failures = there ? 0 : failures + 1;
        if (there && !available) {
            available = true;
            log.atInfo().log("The broker answers: webhooks are accepted");
        } else if (available && failures >= FAILURES_UNTIL_AWAY) {
            available = false;
            log.atWarn().log("The broker does not answer: webhooks are refused until it does");
        }
    }

    private boolean probed() {
        try {
            return probe.call();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            log.atDebug().addKeyValue("error", e.getClass().getName()).log("The probe failed");
            return false;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
