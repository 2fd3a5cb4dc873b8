package dev.coexistence.ingest.receive;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watch over the broker, so that a webhook need not wait for a timeout to be refused. The broker is
 * away after an append that was not acknowledged or two failed probes running; one successful probe
 * brings it back.
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
                        this::probe, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isAvailable() {
        return available;
    }

    void onAppendFailed(Exception failure) {
        if (available) {
            available = false;
            log.atWarn()
                    .addKeyValue("error", failure.getClass().getName())
                    .log("The broker did not acknowledge: webhooks are refused until it answers");
        }
    }

    void probe() {
        boolean answers = isReachable();
        failures = answers ? 0 : failures + 1;
        if (answers && !available) {
            available = true;
            log.atInfo().log("The broker answers: webhooks are accepted");
        } else if (available && failures >= FAILURES_UNTIL_AWAY) {
            available = false;
            log.atWarn().log("The broker does not answer: webhooks are refused until it does");
        }
    }

    private boolean isReachable() {
        try {
            return probe.call();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            log.atDebug()
                    .addKeyValue("error", e.getClass().getName())
                    .log("The probe of the broker failed");
            return false;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
