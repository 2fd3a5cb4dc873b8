package dev.coexistence.dispatch;

import static org.awaitility.Awaitility.await;

import dev.coexistence.access.Role;
import dev.coexistence.access.kit.TestIssuer;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** One closed instance, and what callers ask of it. */
final class ClosedDispatch implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final TestIssuer issuer = TestIssuer.start();
    final Stage stage;
    final ConfigurableApplicationContext service;
    private final Simulator meta;
    private final WebTestClient http;
    private int numbers;

    ClosedDispatch(Map<String, String> settings) {
        meta = Simulator.start(SimulatorSettings.defaults().withEnforceWindow(false));
        stage = new Stage(meta);
        for (String argument : issuer.arguments()) {
            String[] setting = argument.substring("--".length()).split("=", 2);
            stage.with(setting[0], setting[1]);
        }
        settings.forEach(stage::with);
        service = stage.start("closed");
        http =
                WebTestClient.bindToServer()
                        .baseUrl("http://localhost:" + Stage.port(service))
                        .responseTimeout(PATIENCE)
                        .build();
    }

    /** A number of a tenant that the instance knows. */
    SimulatedNumber numberOf(String tenant) {
        var number = meta.addNumber(NumberSpec.fullMigration("+1555010" + (7000 + ++numbers)));
        stage.connected(number, tenant);
        String owner = issuer.person(tenant, Role.OWNER);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        ask(owner, "/v1/queues/" + number.phoneNumberId()).expectStatus().isOk());
        return number;
    }

    WebTestClient.ResponseSpec ask(String bearer, String path) {
        return http.get()
                .uri(URI.create("http://localhost:" + Stage.port(service) + path))
                .headers(headers -> headers.setBearerAuth(bearer))
                .exchange();
    }

    WebTestClient.ResponseSpec cancel(String bearer, String commandId) {
        return http.method(HttpMethod.DELETE)
                .uri("/v1/commands/" + commandId)
                .headers(headers -> headers.setBearerAuth(bearer))
                .contentType(MediaType.APPLICATION_JSON)
                .exchange();
    }

    WebTestClient.ResponseSpec send(String bearer, SimulatedNumber number, String key) {
        return http.post()
                .uri("/v1/messages")
                .headers(headers -> headers.setBearerAuth(bearer))
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(
                        "{\"phoneNumberId\":\"%s\",\"to\":\"%s\",\"text\":{\"body\":\"hello\"}}"
                                .formatted(number.phoneNumberId(), OneInstance.CUSTOMER))
                .exchange();
    }

    /** Count of {@code access.refused} of one reason. */
    double refused(String reason) {
        var counter =
                service.getBean(MeterRegistry.class)
                        .find("access.refused")
                        .tag("reason", reason)
                        .counter();
        return counter == null ? 0 : counter.count();
    }

    @Override
    public void close() {
        service.close();
        stage.close();
        meta.close();
        issuer.close();
    }
}
