package dev.coexistence.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.coexistence.kafka.KafkaEdgeConfiguration;
import dev.coexistence.kafka.KafkaEdgeSettings;
import dev.coexistence.local.BrokerSettings;
import dev.coexistence.local.InProcessBroker;
import dev.coexistence.local.guard.BrokerGuard;
import dev.coexistence.local.guard.SelfSignedKey;
import dev.coexistence.schemas.broker.WrongClientSetting;
import dev.coexistence.schemas.rights.Participants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** A service's clients at a real broker that asks for TLS and a log-in. */
class BrokerAccessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Path folder;
    private static InProcessBroker broker;
    private static BrokerGuard guard;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = KafkaAutoConfiguration.class)
    @Import(KafkaEdgeConfiguration.class)
    static class Service {}

    @BeforeAll
    static void start(@TempDir Path here) {
        folder = here;
        guard = BrokerGuard.keep(folder.resolve("guard"), folder.resolve("rights"));
        var plain = BrokerSettings.onFreePorts(folder.resolve("kafka"));
        broker =
                new InProcessBroker(
                        plain.with(guard.brokerSettings(plain.port(), plain.controllerPort())));
        broker.start();
        var way = new HashMap<String, Object>(guard.brokerClient());
        way.put("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(way)) {
            guard.admit(admin);
        }
    }

    @AfterAll
    static void stop() {
        broker.stop();
    }

    @Test
    void theEnvironmentNamesKafkasOwnProperties() {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(
                        new SystemEnvironmentPropertySource(
                                "test-systemEnvironment",
                                Map.of(
                                        "KAFKA_CLIENT_SECURITY_PROTOCOL",
                                        "SASL_SSL",
                                        "KAFKA_CLIENT_CLIENT_RACK",
                                        "zone-a",
                                        "KAFKA_CLIENT_FILE",
                                        "/run/kafka.properties",
                                        "KAFKA_REGISTRY_USER",
                                        "me:secret")));
        ConfigurationPropertySources.attach(environment);

        var settings = Binder.get(environment).bindOrCreate("kafka", KafkaEdgeSettings.class);

        assertThat(settings.client())
                .containsOnly(
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("client.rack", "zone-a"),
                        Map.entry("file", "/run/kafka.properties"));
        assertThat(settings.registryUser()).isEqualTo("me:secret");
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void aRenewedBundleCountsFromTheNextConnectionOn() throws Exception {
        var client = new HashMap<>(guard.client(Participants.CONVERSATION));
        Path right = Path.of(Objects.requireNonNull(client.remove("ssl.truststore.location")));
        client.remove("ssl.truststore.type");
        Path trusted = folder.resolve("trusted.pem");
        Path wrong = SelfSignedKey.keep(folder, "another", "CN=another", "changeit").certificate();
        Files.copy(wrong, trusted);
        var arguments = arguments(client);
        arguments.put("kafka.client.ssl.bundle", "kafka");
        arguments.put("spring.ssl.bundle.pem.kafka.truststore.certificate", "file:" + trusted);
        arguments.put("spring.ssl.bundle.pem.kafka.reload-on-update", "true");
        arguments.put("spring.ssl.bundle.watch.file.quiet-period", "100ms");

        try (var service = service(arguments)) {
            var health = service.getBean("kafka", HealthIndicator.class);
            await().atMost(PATIENCE)
                    .until(() ->
                            String.valueOf(ask(health).getDetails().get("reason"))
                                    .contains("refuse"));

            Files.copy(right, trusted, StandardCopyOption.REPLACE_EXISTING);

            await().atMost(PATIENCE).until(() -> Status.UP.equals(ask(health).getStatus()));
        }
    }

    @Test
    void aWrongSettingEndsTheStartWithItsName() {
        var client = new HashMap<>(guard.client(Participants.CONVERSATION));
        client.put("ssl.truststore.location", "/does/not/exist.pem");

        assertThatThrownBy(() -> service(arguments(client)).close())
                .rootCause()
                .isInstanceOf(WrongClientSetting.class)
                .hasMessageContaining("/does/not/exist.pem")
                .satisfies(cause -> assertThat(describe(cause)).hasLineCount(1));
        assertThatThrownBy(() -> service(arguments(Map.of("ssl.bundle", "none"))).close())
                .rootCause()
                .isInstanceOf(WrongClientSetting.class)
                .hasMessageContaining("KAFKA_CLIENT_SSL_BUNDLE");
    }

    private static Health ask(HealthIndicator health) {
        return Objects.requireNonNull(health.health());
    }

    private static String describe(Throwable cause) {
        return Objects.requireNonNull(new WrongClientSettingAnalyzer().analyze(cause))
                .getDescription();
    }

    private static Map<String, String> arguments(Map<String, String> client) {
        var arguments = new HashMap<String, String>();
        client.forEach((name, value) -> arguments.put("kafka.client." + name, value));
        arguments.put("kafka.bootstrap-servers", broker.bootstrapServers());
        arguments.put("spring.cloud.stream.function.autodetect", "false");
        arguments.put(
                "spring.cloud.stream.bindings.publishEvents-out-0.destination",
                "whatsapp.erasures");
        arguments.put("spring.config.import", "classpath:service-defaults.yaml");
        return arguments;
    }

    private static ConfigurableApplicationContext service(Map<String, String> arguments) {
        List<String> words =
                arguments.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toList();
        return new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.NONE)
                .run(words.toArray(String[]::new));
    }
}
