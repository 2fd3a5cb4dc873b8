package dev.coexistence.ingest.raw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.topic.TopicState;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Status;

class RawTopicHealthTest {
    private final AtomicReference<Callable<TopicState>> topic = new AtomicReference<>();
    private final RawTopicHealth health = new RawTopicHealth(() -> topic.get().call());

    @AfterEach
    void close() {
        health.close();
    }

    @Test
    void nothingIsPromisedBeforeTheFirstLook() {
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, true",
        "2, 1, true",
        "3, 2, true",
        "3, 1, false",
        "3, 3, true",
        "5, 1, false"
    })
    void oneCopyAloneMayNotAcknowledgeWhereThereAreThree(int copies, String inSync, boolean safe) {
        look(() -> state(copies, Map.of("min.insync.replicas", inSync)));

        assertThat(health.health().getStatus().equals(Status.UP)).isEqualTo(safe);
    }

    @ParameterizedTest
    @CsvSource({
        "retention.ms, 3600000",
        "retention.bytes, 1000000",
        "cleanup.policy, compact",
        "unclean.leader.election.enable, true"
    })
    void whatIsKeptForLessIsNotReady(String setting, String value) {
        look(() -> state(3, Map.of(setting, value)));

        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(String.valueOf(health.health().getDetails().get("reason")))
                .contains("whatsapp.webhooks", setting + "=" + value);
    }

    @Test
    void theLastLookCountsWhileTheBrokerIsAway() {
        look(() -> state(3, Map.of()));
        look(() -> {
            throw new TimeoutException("away");
        });

        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aTopicThatMayNotBeSeenOrIsMissingIsNotReady() {
        look(() -> state(3, Map.of()));
        look(() -> {
            throw new ExecutionException(new TopicAuthorizationException("no"));
        });
        assertThat(String.valueOf(health.health().getDetails().get("reason")))
                .contains("DescribeConfigs");

        look(() -> {
            throw new ExecutionException(new UnknownTopicOrPartitionException("no"));
        });
        assertThat(String.valueOf(health.health().getDetails().get("reason"))).contains("missing");
    }

    private void look(Callable<TopicState> state) {
        topic.set(state);
        health.look();
    }

    private static TopicState state(int copies, Map<String, String> other) {
        var settings = new HashMap<>(Topics.WEBHOOKS.settings(copies));
        settings.putAll(other);
        return new TopicState(Topics.WEBHOOKS.name(), 12, copies, settings);
    }
}
