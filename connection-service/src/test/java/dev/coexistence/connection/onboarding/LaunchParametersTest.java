package dev.coexistence.connection.onboarding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.connection.lifecycle.ConnectionMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class LaunchParametersTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void theConfigurationStandsInTheParameters() {
        var login =
                LaunchParameters.load(settings("v3", null), JSON).of(ConnectionMode.COEXISTENCE);

        assertThat(login.path("config_id").asString()).isEqualTo("4711");
        assertThat(login.path("extras").path("featureType").asString())
                .isEqualTo("whatsapp_business_app_onboarding");
        assertThat(login.path("extras").path("sessionInfoVersion").asString()).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3", "v4", "v5"})
    void eachVersionAsksForCoexistenceByFeatureTypeAndNamesItself(String version) {
        var parameters = LaunchParameters.load(settings(version, null), JSON);

        assertThat(parameters.of(ConnectionMode.COEXISTENCE).at("/extras/featureType").asString())
                .isEqualTo("whatsapp_business_app_onboarding");
        assertThat(
                        parameters
                                .of(ConnectionMode.FULL_MIGRATION)
                                .at("/extras/featureType")
                                .asString(""))
                .isEmpty();
        for (ConnectionMode mode : ConnectionMode.values()) {
            assertThat(parameters.version(mode)).contains(version);
            assertThat(parameters.of(mode).path("response_type").asString()).isEqualTo("code");
        }
    }

    @Test
    void aDocumentOfOnesOwnReplacesThePreset(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("launch.json");
        Files.writeString(
                file,
                "{\"COEXISTENCE\":{\"config_id\":\"1\"},\"FULL_MIGRATION\":{\"config_id\":\"2\"}}");

        assertThat(
                        LaunchParameters.load(settings("v3", file), JSON)
                                .of(ConnectionMode.FULL_MIGRATION)
                                .path("config_id")
                                .asString())
                .isEqualTo("2");
    }

    @Test
    void saysWhatADocumentLacks(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("launch.json");
        Files.writeString(file, "{\"COEXISTENCE\":{}}");

        assertThatThrownBy(() -> LaunchParameters.load(settings("v3", file), JSON))
                .hasMessageContaining("launch.json")
                .hasMessageContaining("FULL_MIGRATION");
    }

    private static SignUpSettings settings(String preset, @Nullable Path document) {
        return new SignUpSettings(
                Duration.ofMinutes(30),
                Duration.ofSeconds(20),
                false,
                preset,
                Optional.ofNullable(document).map(Path::toString),
                "4711",
                Optional.empty(),
                List.of());
    }
}
