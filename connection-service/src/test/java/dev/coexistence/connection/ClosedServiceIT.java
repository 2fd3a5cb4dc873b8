package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.kit.RouteMatrix;
import dev.coexistence.access.kit.RouteRows;
import dev.coexistence.access.kit.TestIssuer;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every route of the closed service by every kind of credentials. */
class ClosedServiceIT {
    private static TestIssuer issuer;
    private static RunningService service;

    @BeforeAll
    static void start() {
        issuer = TestIssuer.start();
        service = RunningService.start(RunningService.closedBy(issuer));
    }

    @AfterAll
    static void stop() {
        service.close();
        issuer.close();
    }

    @TestFactory
    Stream<DynamicTest> everyRowIsKept() {
        String port = service.application().getEnvironment().getProperty("local.server.port");
        return new RouteMatrix(
                        service.application(), issuer, URI.create("http://127.0.0.1:" + port))
                .tests();
    }

    @Test
    void everyRouteHasARow() {
        var rows = RouteRows.of(service.application());

        assertThat(rows.missingRows()).isEmpty();
        assertThat(rows.surplusRows()).isEmpty();
    }

    @Test
    void healthAndMetricsStandOnAPortOfTheirOwn() {
        assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(service.get("/actuator/prometheus").status()).isEqualTo(200);
        assertThat(service.get("/actuator/info").status()).isEqualTo(404);
        assertThat(service.get("/actuator/env").status()).isEqualTo(404);
        assertThat(service.ask(issuer.operator(), "GET", "/./actuator/health", null).status())
                .isIn(400, 404);
    }

    @Test
    void itDoesNotStartWithoutAnIssuer() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> RunningService.start(Map.of("access.open", "false")))
                .hasStackTraceContaining("ACCESS_ISSUER");
    }
}
