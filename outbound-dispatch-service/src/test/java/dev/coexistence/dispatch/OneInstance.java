package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.events.SendResult;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * One instance of the whole service between a real broker, a real database and Meta's simulator,
 * for the tests of one class. Ids of commands differ between all classes: the topics outlive them.
 */
abstract class OneInstance {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String CUSTOMER = "+15550100999";

    static final Spans SPANS = new Spans();

    static Simulator meta;
    static Stage stage;
    static ConfigurableApplicationContext service;
    static WebTestClient http;

    /** The port of health and metrics. */
    static WebTestClient management;

    private static int numbers;

    @BeforeAll
    static void start() {
        meta = Simulator.start(SimulatorSettings.defaults().withEnforceWindow(false));
        stage =
                new Stage(meta)
                        .with("management.opentelemetry.tracing.export.schedule-delay", "200ms");
        service = stage.start("one", SPANS);
        http = client(Stage.port(service));
        management = client(Stage.managementPort(service));
    }

    private static WebTestClient client(int port) {
        return WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .responseTimeout(PATIENCE)
                // The metrics of all numbers that other tests have left on the topics.
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 << 20))
                .build();
    }

    @AfterAll
    static void stop() {
        service.close();
        stage.close();
        meta.close();
    }

    static SimulatedNumber number() {
        var number = meta.addNumber(NumberSpec.fullMigration("+1555010" + (2000 + ++numbers)));
        stage.connected(number);
        return number;
    }

    /** A number whose connection the service has heard of. */
    static SimulatedNumber knownNumber() {
        SimulatedNumber number = number();
        await().atMost(PATIENCE).untilAsserted(() -> queue(number).expectStatus().isOk());
        return number;
    }

    static WebTestClient.ResponseSpec queue(SimulatedNumber number) {
        return http.get().uri("/v1/queues/" + number.phoneNumberId()).exchange();
    }

    static WebTestClient.ResponseSpec commandView(String commandId) {
        return http.get().uri("/v1/commands/" + commandId).exchange();
    }

    /** How it ended, once it has. */
    static SendResult end(String commandId) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stage.ends(commandId)).hasSize(1));
        return stage.ends(commandId).getFirst();
    }
}
