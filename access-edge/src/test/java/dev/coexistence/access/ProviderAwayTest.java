package dev.coexistence.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.access.TestService.Answer;
import dev.coexistence.access.kit.TestIssuer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProviderAwayTest {

    @Test
    void aServiceStartsWithoutItsProviderAndFindsItLater() throws IOException {
        try (var issuer = TestIssuer.away();
                var service = TestService.closed(issuer)) {
            String token = issuer.person("acme", Role.OWNER);

            Answer away = service.getAs(token, "/v1/me");
            assertThat(away.status()).isEqualTo(503);
            assertThat(away.problem()).isEqualTo("provider-away");
            assertThat(away.header("Retry-After")).isPresent();
            assertThat(service.refused("provider-away")).isEqualTo(1);

            issuer.comeBack();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> service.getAs(token, "/v1/me").status() == 200);
        }
    }

    @Test
    void tokensOfKnownKeysGoOnWhileTheProviderIsAway() throws IOException {
        try (var issuer = TestIssuer.start();
                var service = TestService.closed(issuer)) {
            assertThat(service.getAs(issuer.person("acme", Role.OWNER), "/v1/me").status())
                    .isEqualTo(200);

            issuer.goAway();

            assertThat(service.getAs(issuer.person("bond", Role.AGENT), "/v1/me").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aNewKeyOfTheProviderIsTaken() throws IOException {
        try (var issuer = TestIssuer.start();
                var service = TestService.closed(issuer)) {
            service.getAs(issuer.person("acme", Role.OWNER), "/v1/me");

            issuer.rotate();

            String token = issuer.person("acme", Role.OWNER);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> service.getAs(token, "/v1/me").status() == 200);
        }
    }

    @Test
    void inventedKeysDoNotMakeTheServiceAskTheProviderAgainAndAgain() throws IOException {
        try (var issuer = TestIssuer.start();
                var stranger = TestIssuer.start();
                var service = TestService.closed(issuer)) {
            stranger.rotate();
            for (int i = 0; i < 50; i++) {
                assertThat(
                                service.getAs(
                                                stranger.token(
                                                        claims -> claims.issuer(issuer.url())),
                                                "/v1/me")
                                        .status())
                        .isEqualTo(401);
            }

            assertThat(issuer.questions()).isLessThan(5);
        }
    }
}
