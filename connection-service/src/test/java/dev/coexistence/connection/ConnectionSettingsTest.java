package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The variables as the README names them arrive where they are read. */
class ConnectionSettingsTest {

    @Test
    void bindsEveryVariableOfTheService() {
        var settings =
                service(
                        Map.of(
                                "POLICY_EDITION", "meta-2026-09",
                                "POLICY_FOLDER", "/etc/policies",
                                "SELF_TEST_WEBHOOK_URL", "https://ingest.example/hook",
                                "SELF_TEST_CALLBACK_URL", "https://public.example/hook",
                                "INGEST_URL", "http://ingest:8092",
                                "CLOCK_URL", "http://localhost:8099/simulator/clock"));

        assertThat(settings.tokenKeyset().value()).isEqualTo("{}");
        assertThat(settings.policyEdition()).isEqualTo("meta-2026-09");
        assertThat(settings.policyFolder()).contains("/etc/policies");
        assertThat(settings.webhook()).contains(URI.create("https://ingest.example/hook"));
        assertThat(settings.callbackUrl()).contains(URI.create("https://public.example/hook"));
        assertThat(settings.clockUrl())
                .contains(URI.create("http://localhost:8099/simulator/clock"));
        assertThat(settings.toString()).doesNotContain("{}");
    }

    @Test
    void knowsTheGatewaysPathWhereOnlyItsRootIsGiven() {
        assertThat(service(Map.of("INGEST_URL", "http://ingest:8092")).webhook())
                .contains(URI.create("http://ingest:8092/webhooks/whatsapp"));
        assertThat(service(Map.of()).webhook()).isEmpty();
        assertThat(service(Map.of()).policyEdition()).isEqualTo("seven-io");
        assertThat(service(Map.of()).clockUrl()).isEmpty();
    }

    @Test
    void refusesToStartWithoutAKeysetAndNamesTheVariable() {
        assertThatThrownBy(() -> bind(Map.of(), "", ConnectionSettings.class))
                .rootCause()
                .hasMessageContaining("TOKEN_KEYSET");
    }

    @Test
    void bindsEveryVariableOfASignUp() {
        var settings =
                bind(
                        Map.of(
                                "SIGNUP_EXPIRES_AFTER", "10m",
                                "SIGNUP_ANSWER_WITHIN", "5s",
                                "SIGNUP_ACKNOWLEDGEMENT_REQUIRED", "true",
                                "SIGNUP_LAUNCH_PRESET", "v4",
                                "SIGNUP_LAUNCH_DOCUMENT", "/etc/launch.json",
                                "SIGNUP_CONFIG_ID", "4711",
                                "SIGNUP_POPUP_URL", "http://localhost:8099/simulator/popup",
                                "SIGNUP_TRUSTED_ORIGINS", "http://localhost:8099"),
                        "signup",
                        SignUpSettings.class);

        assertThat(settings.expiresAfter()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.answerWithin()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.acknowledgementRequired()).isTrue();
        assertThat(settings.launchPreset()).isEqualTo("v4");
        assertThat(settings.launchDocument()).contains("/etc/launch.json");
        assertThat(settings.configId()).isEqualTo("4711");
        assertThat(settings.popupUrl())
                .contains(URI.create("http://localhost:8099/simulator/popup"));
        assertThat(settings.trustedOrigins()).containsExactly("http://localhost:8099");
    }

    @Test
    void refusesAPresetThatIsNone() {
        assertThatThrownBy(() ->
                        bind(Map.of("SIGNUP_LAUNCH_PRESET", "v9"), "signup", SignUpSettings.class))
                .rootCause()
                .hasMessageContaining("signup.launch-preset");
    }

    @Test
    void theReadmeNamesEveryVariable() throws java.io.IOException {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(readme)
                .contains(
                        "`TOKEN_KEYSET`",
                        "`POLICY_EDITION`",
                        "`POLICY_FOLDER`",
                        "`INGEST_URL`",
                        "`SELF_TEST_WEBHOOK_URL`",
                        "`SELF_TEST_CALLBACK_URL`",
                        "`CLOCK_URL`",
                        "`SIGNUP_EXPIRES_AFTER`",
                        "`SIGNUP_ANSWER_WITHIN`",
                        "`SIGNUP_ACKNOWLEDGEMENT_REQUIRED`",
                        "`SIGNUP_LAUNCH_PRESET`",
                        "`SIGNUP_LAUNCH_DOCUMENT`",
                        "`SIGNUP_CONFIG_ID`",
                        "`SIGNUP_POPUP_URL`",
                        "`SIGNUP_TRUSTED_ORIGINS`",
                        "`META_CALLS_PER_HOUR`");
    }

    private static ConnectionSettings service(Map<String, Object> more) {
        var environment = new HashMap<String, Object>(more);
        environment.put("TOKEN_KEYSET", "{}");
        return bind(environment, "", ConnectionSettings.class);
    }

    private static <T> T bind(Map<String, Object> environment, String prefix, Class<T> type) {
        var standard = new StandardEnvironment();
        standard.getPropertySources()
                .remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
        standard.getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                environment));
        return new Binder(ConfigurationPropertySources.get(standard)).bindOrCreate(prefix, type);
    }
}
