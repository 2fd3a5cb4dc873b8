package dev.coexistence.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.kit.TestIssuer;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ManagementPortTest {
    private static final String HEALTH = "/actuator/health";

    @Test
    void healthNeedsNoCallerOnAPortOfItsOwnAndIsNotOnTheOther() throws IOException {
        try (var issuer = TestIssuer.start();
                var service = TestService.closed(issuer, "--management.server.port=0")) {
            var health = service.management().get(HEALTH, "Host: 198.51.100.7:8180");

            assertThat(health.status()).as(health.text()).isEqualTo(200);
            assertThat(health.header("X-Content-Type-Options")).contains("nosniff");
            assertThat(service.get(HEALTH).status()).isEqualTo(404);
        }
    }

    @Test
    void aClosedServiceShowsNoHealthBesideItsRoutes() throws IOException {
        try (var issuer = TestIssuer.start();
                var service = TestService.closed(issuer)) {
            assertThat(service.getAs(issuer.operator(), HEALTH).status()).isEqualTo(404);
        }
    }

    @Test
    void anOpenServiceMayShowItOnEither() throws IOException {
        try (var service = TestService.start(TestService.WithTable.class, "--access.open=true")) {
            assertThat(service.get(HEALTH).status()).isEqualTo(200);
        }
        try (var service =
                TestService.start(
                        TestService.WithTable.class,
                        "--access.open=true",
                        "--management.server.port=0")) {
            assertThat(service.management().get(HEALTH).status()).isEqualTo(200);
        }
    }
}
