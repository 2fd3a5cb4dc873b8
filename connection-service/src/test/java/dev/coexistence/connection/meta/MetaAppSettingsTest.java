package dev.coexistence.connection.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class MetaAppSettingsTest {

    @Test
    void bindsTheEnvironmentAndHidesTheSecret() {
        var settings =
                bind(
                        Map.of(
                                "META_APP_ID",
                                "1001",
                                "META_APP_SECRET",
                                "sample-secret",
                                "META_GRAPH_VERSION",
                                "v26.0"));

        assertThat(settings.appId()).isEqualTo("1001");
        assertThat(settings.appSecret().value()).isEqualTo("sample-secret");
        assertThat(settings.graphVersion()).isEqualTo("v26.0");
        assertThat(settings.graphUrl()).hasToString("https://graph.facebook.com");
        assertThat(settings.toString()).doesNotContain("sample-secret").contains("redacted");
    }

    @Test
    void refusesToStartWithoutTheAppAndNamesTheVariable() {
        assertThatThrownBy(() -> bind(Map.of("META_APP_SECRET", "sample-secret")))
                .hasRootCauseMessage("meta.app-id (META_APP_ID) must be set");
        assertThatThrownBy(() -> bind(Map.of("META_APP_ID", "1001")))
                .hasRootCauseMessage("meta.app-secret (META_APP_SECRET) must be set");
    }

    @Test
    void refusesAVersionThatIsNone() {
        assertThatThrownBy(() ->
                        bind(
                                Map.of(
                                        "META_APP_ID",
                                        "1",
                                        "META_APP_SECRET",
                                        "s",
                                        "META_GRAPH_VERSION",
                                        "25")))
                .hasRootCauseMessage("meta.graph-version must look like v25.0, was 25");
    }

    private static MetaAppSettings bind(Map<String, Object> environment) {
        var standard = new StandardEnvironment();
        standard.getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                environment));
        return new Binder(ConfigurationPropertySources.get(standard))
                .bindOrCreate("meta", MetaAppSettings.class);
    }
}
