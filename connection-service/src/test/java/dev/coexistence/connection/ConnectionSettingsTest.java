package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coexistence.connection.meta.MetaAppSettings;
import dev.coexistence.connection.metrics.MetricsSettings;
import dev.coexistence.connection.onboarding.SignUpSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.Name;
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
                                "AUDIT_KEEP", "90d",
                                "CLOCK_URL", "http://localhost:8099/simulator/clock"));

        assertThat(settings.tokenKeyset().value()).isEqualTo("{}");
        assertThat(settings.policyEdition()).isEqualTo("meta-2026-09");
        assertThat(settings.policyFolder()).contains("/etc/policies");
        assertThat(settings.webhook()).contains(URI.create("https://ingest.example/hook"));
        assertThat(settings.callbackUrl()).contains(URI.create("https://public.example/hook"));
        assertThat(settings.auditKeep()).isEqualTo(Duration.ofDays(90));
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
        assertThat(service(Map.of()).auditKeep()).isEqualTo(Duration.ofDays(400));
        assertThatThrownBy(() -> service(Map.of("AUDIT_KEEP", "29d")))
                .hasStackTraceContaining("AUDIT_KEEP");
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
    void theReadmesTableAndTheSettingsAreTheSame() throws IOException {
        var ofTheService =
                Stream.of(
                                ConnectionSettings.class,
                                SignUpSettings.class,
                                MetricsSettings.class,
                                MetaAppSettings.class)
                        .flatMap(ConnectionSettingsTest::variables);
        var ofItsLibraries =
                Stream.of(
                        "SERVER_PORT",
                        "MANAGEMENT_SERVER_PORT",
                        "ACCESS_ISSUER",
                        "ACCESS_OPEN",
                        "SPRING_DATASOURCE_URL",
                        "SPRING_DATASOURCE_USERNAME",
                        "SPRING_DATASOURCE_PASSWORD",
                        "SPRING_FLYWAY_USER",
                        "SPRING_FLYWAY_PASSWORD",
                        "KAFKA_BOOTSTRAP_SERVERS",
                        "KAFKA_SCHEMA_REGISTRY_URL");

        assertThat(tableOfTheReadme())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(ofTheService, ofItsLibraries).toList());
    }

    private static Stream<String> variables(Class<?> settings) {
        String prefix = settings.getAnnotation(ConfigurationProperties.class).value();
        return Arrays.stream(settings.getDeclaredConstructors()[0].getParameters())
                .map(parameter -> {
                    Name named = parameter.getAnnotation(Name.class);
                    String name = named == null ? parameter.getName() : named.value();
                    return (prefix.isEmpty() ? "" : prefix + "_")
                            + name.replaceAll("([a-z])([A-Z])", "$1_$2").replaceAll("[.-]", "_");
                })
                .map(name -> name.toUpperCase(Locale.ROOT));
    }

    /** The first column below the heading; a name that begins with _ has the one before's start. */
    private static List<String> tableOfTheReadme() throws IOException {
        var names = new ArrayList<String>();
        String readme = Files.readString(Path.of("README.md"));
        String section = readme.substring(readme.indexOf("## Settings"));
        section = section.substring(0, section.indexOf("\n## "));
        for (String line : section.lines().filter(row -> row.startsWith("| `")).toList()) {
            var quoted = Pattern.compile("`([A-Z_]+)`").matcher(line.split("\\|", 3)[1]);
            String first = "";
            while (quoted.find()) {
                String name = quoted.group(1);
                if (name.startsWith("_")) {
                    name = first.substring(0, first.lastIndexOf('_')) + name;
                } else {
                    first = name;
                }
                names.add(name);
            }
        }
        return names;
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
