package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.connection.metrics.EndMeters.VersionEnd;
import dev.coexistence.connection.onboarding.LaunchParameters;
import dev.coexistence.connection.onboarding.SignUpSettings;
import java.time.Duration;
import java.time.Instant;
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

    @Test
    void endsOfTheVersionsInUseAreKnownToTheDayAfterTheLast() {
        assertThat(VersionWarnings.ends(preset("v4"), "v25.0", TODAY))
                .containsExactly(
                        new VersionEnd("graph", "v25.0", Instant.parse("2028-07-30T00:00:00Z")));
        assertThat(VersionWarnings.ends(preset("v3"), "v26.0", TODAY))
                .containsExactly(
                        new VersionEnd(
                                "embedded-signup", "v3", Instant.parse("2026-10-16T00:00:00Z")));
        assertThat(VersionWarnings.ends(preset("v5"), "v12.0", TODAY))
                .containsExactly(
                        new VersionEnd("graph", "v12.0", Instant.parse("2026-11-28T00:00:00Z")));
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
