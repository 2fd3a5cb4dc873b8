package dev.coexistence.connection.onboarding;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Virtual threads that work on onboardings, one for each. */
public class OnboardingThreads implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OnboardingThreads.class);

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("onboarding-", 0).factory());
    private final Onboarding onboarding;
    private final Duration patience;

    /**
     * @param patience how long a stop waits for what is under way: a step that is cut off leaves an
     *     intent whose outcome nobody knows
     */
    public OnboardingThreads(Onboarding onboarding, Duration patience) {
        this.onboarding = onboarding;
        this.patience = patience;
    }

    /** The future ends as the work does, also in failure. */
    public Future<?> advance(UUID id) {
        return threads.submit(() -> work(id));
    }

    private void work(UUID id) {
        try {
            onboarding.advance(id);
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("connection", id)
                    .setCause(e)
                    .log("An onboarding was cut off and will be resumed");
            throw e;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
