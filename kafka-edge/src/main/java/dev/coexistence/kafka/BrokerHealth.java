package dev.coexistence.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * Health {@code kafka}: up while the brokers answer. It asks them every five seconds in the
 * background; a health request only reads the last answer.
 */
final class BrokerHealth implements HealthIndicator, SmartLifecycle {
    private static final int PERIOD_SECONDS = 5;
    private static final int ANSWER_MILLIS = 2_000;
    private static final Health UP = Health.up().build();
    private static final Health DOWN = down("The brokers do not answer");
    private static final Health REFUSED = down("The brokers refuse the log-in of this service");

    private final Map<String, Object> properties;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("broker-health").factory());
    private volatile Health last = down("The brokers have not been asked yet");
    private volatile boolean running;
    private volatile @Nullable Admin admin;

    /**
     * @param properties of an administrator's client, with the brokers
     */
    BrokerHealth(Map<String, Object> properties) {
        this.properties = properties;
    }

    @Override
    public Health health() {
        return last;
    }

    @Override
    public void start() {
        running = true;
        var patient = new HashMap<>(properties);
        patient.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        patient.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        patient.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        Admin asking = Admin.create(patient);
        var unused =
                clock.scheduleWithFixedDelay(
                        () -> ask(asking), 0, PERIOD_SECONDS, TimeUnit.SECONDS);
        admin = asking;
    }

    private void ask(Admin asking) {
        try {
            asking.describeCluster().nodes().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            last = UP;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            last = e.getCause() instanceof AuthenticationException ? REFUSED : DOWN;
        } catch (Exception e) {
            last = DOWN;
        }
    }

    private static Health down(String reason) {
        return Health.down().withDetail("reason", reason).build();
    }

    @Override
    public void stop() {
        running = false;
        clock.shutdownNow();
        Admin asked = admin;
        if (asked != null) {
            asked.close(Duration.ofSeconds(1));
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
