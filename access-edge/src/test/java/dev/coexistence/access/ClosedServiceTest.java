package dev.coexistence.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.coexistence.access.TestService.Answer;
import dev.coexistence.access.kit.RouteMatrix;
import dev.coexistence.access.kit.RouteRows;
import dev.coexistence.access.kit.TestIssuer;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClosedServiceTest {
    private static TestIssuer issuer;
    private static TestService service;

    @BeforeAll
    static void start() {
        issuer = TestIssuer.start();
        service = TestService.closed(issuer);
    }

    @AfterAll
    static void stop() {
        service.close();
        issuer.close();
    }

    @TestFactory
    Stream<DynamicTest> everyCellOfTheMatrixAnswersAsTheTableSays() {
        return new RouteMatrix(service.context(), issuer, service.root()).tests();
    }

    @Test
    void aRouteWithoutARowIsFoundAndAnswersAsIfItWereNotThere() throws IOException {
        assertThat(RouteRows.of(service.context()).missingRows())
                .containsExactly("GET /v1/forgotten");
        assertThat(RouteRows.of(service.context()).surplusRows()).isEmpty();

        Answer answer = service.getAs(issuer.operator(), "/v1/forgotten");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).doesNotContain("secret");
    }

    @Test
    void anotherMethodOfAPathIsToldWhichItHas() throws IOException {
        Answer refused = service.send("DELETE", "/v1/me", "");
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("Allow")).contains("GET");

        Answer asked = service.send("OPTIONS", "/v1/things", "");
        assertThat(asked.status()).isEqualTo(204);
        assertThat(asked.header("Allow")).contains("POST");
    }

    @Test
    void aPersonIsKnownByTheClaims() throws IOException {
        var me = service.getAs(issuer.person("acme", Role.VIEWER), "/v1/me").json();

        assertThat(me.path("kind").asString()).isEqualTo("PERSON");
        assertThat(me.path("name").asString()).isEqualTo("Person of acme");
        assertThat(me.path("tenant").asString()).isEqualTo("acme");
        assertThat(me.path("scopes").toString())
                .isEqualTo("[\"connections:read\",\"threads:read\"]");
    }

    @Test
    void aProgramHasTheScopesOfItsToken() throws IOException {
        var me = service.getAs(issuer.program("acme", Scope.MESSAGES_SEND), "/v1/me").json();

        assertThat(me.path("kind").asString()).isEqualTo("PROGRAM");
        assertThat(me.path("scopes").toString()).isEqualTo("[\"messages:send\"]");
    }

    @Test
    void anOperatorSeesEveryTenant() throws IOException {
        var me = service.getAs(issuer.operator(), "/v1/me").json();

        assertThat(me.path("tenant").asString()).isEqualTo("(all)");
    }

    @Test
    void whatAClientAskedForGivesAPersonNothing() throws IOException {
        String token =
                issuer.token(claims ->
                        claims.claim("tenant", "acme")
                                .claim("client_id", "page")
                                .claim("scope", "openid messages:send operate"));

        var me = service.getAs(token, "/v1/me").json();

        assertThat(me.path("kind").asString()).isEqualTo("PERSON");
        assertThat(me.path("scopes").size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "auth0, c1@clients, c1, azp",
        "keycloak, 8d1f, c1, client_id",
        "spring, c1, c1, client_id"
    })
    void programsOfSeveralProvidersAreKnown(
            String provider, String subject, String client, String claim) throws IOException {
        String token =
                issuer.token(claims ->
                        claims.subject(subject)
                                .claim(claim, client)
                                .claim("preferred_username", "service-account-" + client)
                                .claim("tenant", provider)
                                .claim("scope", "threads:read"));

        assertThat(service.getAs(token, "/v1/me").json().path("kind").asString())
                .isEqualTo("PROGRAM");
    }

    @Test
    void aPersonWithTheNameOfAServiceAccountIsAPerson() throws IOException {
        String token =
                issuer.token(claims ->
                        claims.claim("azp", "c1")
                                .claim("preferred_username", "service-account-c1")
                                .claim("sid", "a-session")
                                .claim("tenant", "acme")
                                .claim("scope", "messages:send"));

        var me = service.getAs(token, "/v1/me").json();

        assertThat(me.path("kind").asString()).isEqualTo("PERSON");
        assertThat(me.path("scopes").size()).isZero();
    }

    @Test
    void aMissingScopeIsNamed() throws IOException {
        Answer answer =
                service.post(
                        "/v1/things",
                        "{\"name\":\"a\"}",
                        "Content-Type: application/json",
                        "Authorization: Bearer " + issuer.person("acme", Role.VIEWER));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem()).isEqualTo("forbidden");
        assertThat(answer.json().path("scopes").toString())
                .isEqualTo("[\"messages:send\",\"threads:write\"]");
        assertThat(answer.header("WWW-Authenticate").orElseThrow())
                .contains("insufficient_scope", "messages:send");
        assertThat(service.refused("forbidden")).isPositive();
    }

    @Test
    void whatAControllerRefusesIsAnsweredAndCountedAlike() throws IOException {
        double before = service.refused("forbidden");

        Answer answer = service.getAs(issuer.person("acme", Role.VIEWER), "/v1/numbers?whole=yes");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("scopes").toString()).isEqualTo("[\"contacts:phone\"]");
        assertThat(service.refused("forbidden")).isEqualTo(before + 1);
    }

    @Test
    void nobodyIsToldHowToBecomeSomebody() throws IOException {
        double before = service.refused("no-credentials");

        Answer answer = service.get("/v1/me");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.problem()).isEqualTo("unauthenticated");
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"coexistence\"");
        assertThat(service.refused("no-credentials")).isEqualTo(before + 1);
    }

    @Test
    void tokensThatAreNotRightAreRefusedAndCounted() throws IOException {
        refuses(issuer.expired("acme", Role.OWNER), "expired");
        refuses(owner(claims -> claims.expirationTime(null)), "expired");
        refuses(
                owner(claims -> claims.notBeforeTime(Date.from(Instant.now().plusSeconds(300)))),
                "expired");
        refuses(owner(claims -> claims.issuer("https://issuer.example")), "issuer");
        refuses(owner(claims -> claims.issuer(null)), "issuer");
        refuses(owner(claims -> claims.audience("another")), "audience");
        refuses(owner(claims -> claims.audience((String) null)), "audience");
        refuses(owner(claims -> claims.subject(null)), "claims");
        refuses(issuer.unsigned(ClosedServiceTest::owned), "signature");
        refuses(issuer.forged(ClosedServiceTest::owned), "signature");
        String right = issuer.person("acme", Role.OWNER);
        refuses(right.substring(0, right.lastIndexOf('.') + 1), "signature");
        refuses(changeLastLetter(right), "signature");
        refuses("a.b.c", "signature");
        refuses("nonsense", "malformed");
    }

    @Test
    void thePublicKeyIsNoSharedSecret() throws IOException {
        refuses(issuer.signedByPublicKey(ClosedServiceTest::owned), "signature");
    }

    @Test
    void aTokenInAnAddressIsNone() throws IOException {
        String token = issuer.person("acme", Role.OWNER);

        assertThat(service.get("/v1/me?access_token=" + token).status()).isEqualTo(401);
    }

    @Test
    void theTenantIsOneText() throws IOException {
        refuses(owner(claims -> claims.claim("tenant", null)), "tenant");
        refuses(owner(claims -> claims.claim("tenant", "")), "tenant");
        refuses(owner(claims -> claims.claim("tenant", " ")), "tenant");
        refuses(owner(claims -> claims.claim("tenant", " acme")), "tenant");
        refuses(owner(claims -> claims.claim("tenant", List.of("acme"))), "tenant");
        refuses(owner(claims -> claims.claim("tenant", List.of("acme", "bond"))), "tenant");
        refuses(owner(claims -> claims.claim("tenant", 7)), "tenant");
        refuses(owner(claims -> claims.claim("tenant", "a".repeat(101))), "tenant");
        refuses(owner(claims -> claims.claim("roles", List.of("operator"))), "tenant");
    }

    @Test
    void aTenantNamedTwiceIsRefused() throws IOException {
        long soon = Instant.now().plusSeconds(60).getEpochSecond();
        String twice =
                issuer.signText(
                        "{\"iss\":\""
                                + issuer.url()
                                + "\",\"aud\":\"coexistence\",\"sub\":\"p\",\"exp\":"
                                + soon
                                + ",\"roles\":[\"owner\"],\"tenant\":\"acme\",\"tenant\":\"bond\"}");

        assertThat(service.getAs(twice, "/v1/me").status()).isEqualTo(401);
    }

    @Test
    void theIssuersClockMayDifferABit() throws IOException {
        String justOver =
                owner(claims ->
                        claims.issueTime(Date.from(Instant.now().minusSeconds(60)))
                                .expirationTime(Date.from(Instant.now().minusSeconds(15))));

        assertThat(service.getAs(justOver, "/v1/me").status()).isEqualTo(200);
        assertThat(service.getAs(justOver, "/v1/me").status()).isEqualTo(200);
    }

    @Test
    void aStreamEndsWithItsToken() throws IOException {
        String nearlyOver =
                owner(claims ->
                        claims.issueTime(Date.from(Instant.now().minusSeconds(60)))
                                .expirationTime(Date.from(Instant.now().minusSeconds(28))));

        // Reads to the end of the connection, which the service closes.
        Answer answer = service.getAs(nearlyOver, "/v1/stream");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("data:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer ", "bearer x y", "Token a.b.c"})
    void otherCredentialsAreRefused(String header) throws IOException {
        assertThat(service.get("/v1/me", "Authorization: " + header).status()).isEqualTo(401);
    }

    @Test
    void twoCredentialsAreRefused() throws IOException {
        String header = "Authorization: Bearer " + issuer.person("acme", Role.OWNER);

        assertThat(service.get("/v1/me", header, header).status()).isEqualTo(401);
    }

    @Test
    void answersThatNamePeopleAreKeptByNobody() throws IOException {
        Answer answer = service.getAs(issuer.person("acme", Role.OWNER), "/v1/me");

        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).contains("same-origin");
    }

    private static void refuses(String token, String reason) throws IOException {
        double before = service.refused(reason);

        Answer answer = service.getAs(token, "/v1/me");

        assertThat(answer.status()).as(reason + " " + answer.text()).isEqualTo(401);
        assertThat(answer.problem()).isEqualTo("unauthenticated");
        assertThat(answer.header("WWW-Authenticate").orElseThrow()).contains("invalid_token");
        assertThat(service.refused(reason)).as(reason).isEqualTo(before + 1);
    }

    private static String owner(UnaryOperator<JWTClaimsSet.Builder> change) {
        return issuer.token(claims -> change.apply(owned(claims)));
    }

    private static JWTClaimsSet.Builder owned(JWTClaimsSet.Builder claims) {
        return claims.claim("tenant", "acme").claim("roles", List.of("owner"));
    }

    /** Changes bits that count: the last letter of a signature has some that do not. */
    private static String changeLastLetter(String token) {
        int at = token.length() - 3;
        return token.substring(0, at)
                + (token.charAt(at) == 'A' ? 'B' : 'A')
                + token.substring(at + 1);
    }
}
