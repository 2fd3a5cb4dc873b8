package dev.coexistence.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicStateTest {

    @Test
    void aTopicAsTheCatalogueSaysHasNoDifference() {
        Topics.ALL.forEach(topic ->
                assertThat(
                                new TopicState(topic.name(), 12, 3, topic.settings(3))
                                        .differences(topic, 12, 3))
                        .isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "retention.ms, 60000",
        "retention.bytes, 1073741824",
        "cleanup.policy, compact",
        "min.insync.replicas, 1",
        "unclean.leader.election.enable, true",
        "max.message.bytes, 1048588"
    })
    void whatCanLoseARecordIsADifference(String setting, String value) {
        assertThat(differences(Map.of(setting, value)))
                .singleElement()
                .asString()
                .contains("whatsapp.webhooks", setting + "=" + value);
        assertThat(state(Map.of(setting, value)).settingsToChange(Topics.WEBHOOKS, 3))
                .containsOnlyKeys(setting);
    }

    /** An operator may keep more: it is not cut down. */
    @ParameterizedTest
    @CsvSource({
        "retention.ms, 31536000000",
        "retention.ms, -1",
        "retention.bytes, -1",
        "min.insync.replicas, 3",
        "max.message.bytes, 10485760"
    })
    void whatKeepsMoreStays(String setting, String value) {
        assertThat(differences(Map.of(setting, value))).isEmpty();
    }

    @Test
    void partitionsAndCopiesAreCompared() {
        var state = new TopicState("whatsapp.webhooks", 6, 1, Topics.WEBHOOKS.settings(3));

        assertThat(state.differences(Topics.WEBHOOKS, 12, 3))
                .satisfiesExactly(
                        first -> assertThat(first).contains("has 6 partitions where 12"),
                        second -> assertThat(second).contains("has 1 copies where 3"));
    }

    @Test
    void oneInSyncIsEnoughWhereThereAreFewerThanThreeCopies() {
        assertThat(Topics.WEBHOOKS.settings(1)).containsEntry("min.insync.replicas", "1");
        assertThat(Topics.WEBHOOKS.settings(3)).containsEntry("min.insync.replicas", "2");
    }

    private static List<String> differences(Map<String, String> other) {
        return state(other).differences(Topics.WEBHOOKS, 12, 3);
    }

    private static TopicState state(Map<String, String> other) {
        var settings = new HashMap<>(Topics.WEBHOOKS.settings(3));
        settings.putAll(other);
        return new TopicState(Topics.WEBHOOKS.name(), 12, 3, settings);
    }
}
