package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.dispatch.intake.IntakeSettings;
import dev.coexistence.dispatch.meta.TransportSettings;
import dev.coexistence.dispatch.pacing.LaneSettings;
import dev.coexistence.dispatch.pacing.PacingSettings;
import dev.coexistence.dispatch.queue.QueueSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SettingsTest {
    private static <T> T bind(String prefix, Class<T> type, Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(prefix, type);
    }

    @Test
    void haveTheDefaultsThatTestsAndBenchmarksUse() {
        assertThat(bind("dispatch.pacing", PacingSettings.class, Map.of()))
                .isEqualTo(PacingSettings.defaults());
        assertThat(bind("dispatch.lane", LaneSettings.class, Map.of()))
                .isEqualTo(LaneSettings.defaults());
        assertThat(bind("dispatch.queue", QueueSettings.class, Map.of()))
                .isEqualTo(QueueSettings.defaults());
    }

    @ParameterizedTest
    @CsvSource({
        "dispatch.pacing.arrival-jitter, 11ms",
        "dispatch.lane.max-attempts, 0",
        "dispatch.lane.bulk-floor, 1",
        "dispatch.lane.heads-per-recipient, 0",
        "dispatch.queue.lease, 30s",
        "dispatch.queue.journal-batch, 0",
        "dispatch.queue.readers, 0",
        "dispatch.intake.session, 1s",
        "meta.graph-version, latest",
        "meta.max-connections, 0"
    })
    void refuseNonsenseByName(String key, String value) {
        String prefix = key.substring(0, key.lastIndexOf('.'));
        Class<?> type =
                switch (prefix) {
                    case "dispatch.pacing" -> PacingSettings.class;
                    case "dispatch.lane" -> LaneSettings.class;
                    case "dispatch.queue" -> QueueSettings.class;
                    case "dispatch.intake" -> IntakeSettings.class;
                    default -> TransportSettings.class;
                };

        assertThatThrownBy(() -> bind(prefix, type, Map.of(key, value)))
                .rootCause()
                .hasMessageContaining(key);
    }

    @Test
    void needAKeysetAndNeverShowIt() {
        assertThatThrownBy(() -> bind("token", TokenSettings.class, Map.of()))
                .rootCause()
                .hasMessageContaining("TOKEN_KEYSET");
        assertThat(new TokenSettings("secret")).asString().doesNotContain("secret");
    }
}
