package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.onboarding.LaunchParameters;
import dev.coexistence.connection.onboarding.SignUpSettings;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class VersionWarningsTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-28");

    @Test
    void thePresetAndTheGraphVersionInUseAreLookedAt() {
        assertThat(VersionWarnings.sentences(preset("v4"), "v25.0", TODAY)).isEmpty();
        assertThat(VersionWarnings.sentences(preset("v3"), "v25.0", TODAY))
                .singleElement()
                .asString()
                .startsWith("Embedded Signup v3 ended on 2026-10-15");
        assertThat(VersionWarnings.sentences(preset("v5"), "v20.0", TODAY))
                .singleElement()
                .asString()
                .startsWith("Graph API v20.0 ended on 2026-10-02");
    }

    private static LaunchParameters preset(String name) {
        return LaunchParameters.load(
                new SignUpSettings(
                        Duration.ofMinutes(30),
                        Duration.ofSeconds(20),
                        false,
                        name,
                        Optional.empty(),
                        "4711",
                        Optional.empty(),
                        List.of()),
                JsonMapper.shared());
    }
}
