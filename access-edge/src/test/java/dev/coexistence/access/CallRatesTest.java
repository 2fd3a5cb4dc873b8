package dev.coexistence.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.TestService.Answer;
import dev.coexistence.access.kit.TestIssuer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallRatesTest {

    @Test
    void aCallerThatIsTooFastIsToldWhenToComeAgain() throws IOException {
        try (var issuer = TestIssuer.start();
                var service = TestService.closed(issuer, "--access.caller-rate=1")) {
            String fast = issuer.person("acme", Role.OWNER);
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(service.getAs(fast, "/v1/me"));
            }

            Answer first = answers.getFirst();
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.header("RateLimit-Policy").orElseThrow())
                    .contains("\"caller\";q=2;w=2");
            assertThat(first.header("RateLimit").orElseThrow()).startsWith("\"caller\";r=1;t=1");
            Answer last = answers.getLast();
            assertThat(last.status()).isEqualTo(429);
            assertThat(last.problem()).isEqualTo("too-fast");
            assertThat(last.header("Retry-After")).contains("1");
            assertThat(last.header("RateLimit").orElseThrow()).startsWith("\"caller\";r=0");
            assertThat(service.refused("rate-of-caller")).isPositive();

            assertThat(service.getAs(issuer.person("acme", Role.OWNER), "/v1/me").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theCallersOfATenantTogetherAreBoundedAndAnotherTenantIsNot() throws IOException {
        try (var issuer = TestIssuer.start();
                var service = TestService.closed(issuer, "--access.tenant-rate=1")) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                statuses.add(service.getAs(issuer.person("acme", Role.OWNER), "/v1/me").status());
            }

            assertThat(statuses).startsWith(200, 200).endsWith(429);
            assertThat(service.getAs(issuer.person("bond", Role.OWNER), "/v1/me").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void failedCredentialsOfAnAddressAreSlowedAndRightOnesAreNot() throws IOException {
        try (var issuer = TestIssuer.start();
                var service = TestService.closed(issuer, "--access.failures-per-minute=3")) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                statuses.add(service.getAs("no.such.token", "/v1/me").status());
            }

            assertThat(statuses).containsExactly(401, 401, 401, 429, 429);
            assertThat(service.refused("too-many-failures")).isEqualTo(2);
            assertThat(service.getAs(issuer.person("acme", Role.OWNER), "/v1/me").status())
                    .isEqualTo(200);
        }
    }
}
