package dev.coexistence.ingest.raw;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.topic.ClusterTopics;
import dev.coexistence.schemas.topic.TopicState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health {@code rawTopic}: down where {@code whatsapp.webhooks} could lose a body that was answered
 * 200, since it is kept for less than the catalogue says, or one copy alone acknowledges where
 * there are three, or a copy that lags may lead. It looks now and then; while the broker is away,
 * the last look counts.
 */
final class RawTopicHealth implements HealthIndicator, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RawTopicHealth.class);

    private final Callable<TopicState> look;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("raw-topic").factory());
    private volatile List<String> troubles =
            List.of("The settings of the raw topic have not been read yet");

    /**
     * @param look the topic as it stands; may throw, must end by itself
     */
    RawTopicHealth(Callable<TopicState> look) {
        this.look = look;
    }

    void start(Duration interval) {
        var unused =
                clock.scheduleWithFixedDelay(
                        this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The topic as brokers tell it. */
    static TopicState ask(Admin admin, Duration patience) throws Exception {
        String name = Topics.WEBHOOKS.name();
        var resource = ClusterTopics.resource(name);
        long millis = patience.toMillis();
        var description =
                Objects.requireNonNull(
                                admin.describeTopics(List.of(name)).topicNameValues().get(name))
                        .get(millis, TimeUnit.MILLISECONDS);
        var settings =
                Objects.requireNonNull(
                                admin.describeConfigs(List.of(resource)).values().get(resource))
                        .get(millis, TimeUnit.MILLISECONDS);
        return ClusterTopics.state(description, settings.entries());
    }

    void look() {
        try {
            TopicState state = look.call();
            tell(state.weaknesses(Topics.WEBHOOKS, state.copies()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case AuthorizationException _ ->
                        tell(
                                List.of(
                                        "The brokers do not let this service see the raw topic's"
                                                + " settings (DescribeConfigs)"));
                case UnknownTopicOrPartitionException _ ->
                        tell(List.of("Topic " + Topics.WEBHOOKS.name() + " is missing"));
                case null, default -> sayNothingNew(e);
            }
        } catch (Exception e) {
            sayNothingNew(e);
        }
    }

    private static void sayNothingNew(Exception e) {
        log.atDebug()
                .addKeyValue("error", e.getClass().getName())
                .log("The settings of the raw topic could not be read");
    }

    private void tell(List<String> found) {
        if (!found.equals(troubles)) {
            found.forEach(trouble ->
                    log.atError()
                            .addKeyValue("trouble", trouble)
                            .log("The raw topic can lose what was answered 200: not ready"));
            troubles = List.copyOf(found);
        }
    }

    @Override
    public Health health() {
        List<String> now = troubles;
        return now.isEmpty()
                ? Health.up().build()
                : Health.down().withDetail("reason", String.join("; ", now)).build();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
