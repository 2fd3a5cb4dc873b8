package dev.coexistence.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.coexistence.access.kit.TestIssuer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens of our own services, among themselves. */
class OwnServicesTest {
    private static TestIssuer issuer;
    private static TestService service;

    @BeforeAll
    static void start() {
        issuer = TestIssuer.start();
        service = TestService.closed(issuer, "--access.services=inbox,reports");
    }

    @AfterAll
    static void stop() {
        service.close();
        issuer.close();
    }

    @Test
    void aServiceSeesEveryTenantWithTheScopesOfItsToken() throws IOException {
        var me = service.getAs(token("inbox"), "/v1/me").json();

        assertThat(me.path("kind").asString()).isEqualTo("SERVICE");
        assertThat(me.path("id").asString()).isEqualTo("inbox");
        assertThat(me.path("tenant").asString()).isEqualTo("(all)");
        assertThat(me.path("scopes").toString()).isEqualTo("[\"threads:read\"]");
        assertThat(service.getAs(token("inbox"), "/v1/things/7").status()).isEqualTo(200);
    }

    @Test
    void itsScopesBindItAsAnybody() throws IOException {
        var refused =
                service.post(
                        "/v1/things/redrive",
                        "{}",
                        "Content-Type: application/json",
                        "Authorization: Bearer " + token("inbox"));

        assertThat(refused.status()).isEqualTo(403);
    }

    @Test
    void aTokenForAnotherAudienceIsRefusedAndCounted() throws IOException {
        double before = service.refused("audience");
        String token = issuer.token(claims -> of("inbox", claims).audience("elsewhere"));

        assertThat(service.getAs(token, "/v1/me").status()).isEqualTo(401);
        assertThat(service.refused("audience")).isEqualTo(before + 1);
    }

    @Test
    void oneThatNamesATenantSeesThatTenantAlone() throws IOException {
        String token = issuer.token(claims -> of("inbox", claims).claim("tenant", "acme"));

        var me = service.getAs(token, "/v1/me").json();

        assertThat(me.path("kind").asString()).isEqualTo("SERVICE");
        assertThat(me.path("tenant").asString()).isEqualTo("acme");
    }

    @Test
    void aClientThatIsNoneOfOursNeedsATenant() throws IOException {
        double before = service.refused("tenant");

        assertThat(service.getAs(token("shop"), "/v1/me").status()).isEqualTo(401);
        assertThat(service.refused("tenant")).isEqualTo(before + 1);
    }

    @Test
    void aPersonWhoLoggedInThroughAServicesClientIsNoService() throws IOException {
        String token =
                issuer.token(claims ->
                        claims.claim("azp", "inbox")
                                .claim("client_id", "inbox")
                                .claim("tenant", "acme"));

        var me = service.getAs(token, "/v1/me").json();

        assertThat(me.path("kind").asString()).isEqualTo("PERSON");
        assertThat(me.path("tenant").asString()).isEqualTo("acme");
    }

    /** Keycloak lets a person have the name that the account of a client without one would have. */
    @Test
    void aPersonWithTheNameOfAServicesAccountIsNoService() throws IOException {
        String token =
                issuer.token(claims ->
                        claims.claim("azp", "inbox")
                                .claim("preferred_username", "service-account-inbox")
                                .claim("scope", "openid threads:read")
                                .claim("tenant", "acme"));

        var me = service.getAs(token, "/v1/me").json();

        assertThat(me.path("kind").asString()).isEqualTo("PERSON");
        assertThat(me.path("scopes").size()).isZero();
    }

    private static String token(String client) {
        return issuer.token(claims -> of(client, claims));
    }

    private static JWTClaimsSet.Builder of(String client, JWTClaimsSet.Builder claims) {
        return claims.subject(client).claim("client_id", client).claim("scope", "threads:read");
    }
}
