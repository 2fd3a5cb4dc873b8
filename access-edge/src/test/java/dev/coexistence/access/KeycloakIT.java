package dev.coexistence.access;

import static dev.coexistence.access.kit.KeycloakMappers.audience;
import static dev.coexistence.access.kit.KeycloakMappers.claim;
import static dev.coexistence.access.kit.RunningKeycloak.OTHER_REALM;
import static dev.coexistence.access.kit.RunningKeycloak.REALM;
import static dev.coexistence.access.kit.RunningKeycloak.claims;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.access.TestService.Answer;
import dev.coexistence.access.kit.RunningKeycloak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;

/** A closed service whose provider is a real Keycloak. */
@EnabledIfSystemProperty(
        named = RunningKeycloak.HOME,
        matches = ".+",
        disabledReason = RunningKeycloak.HOW_TO_GET)
class KeycloakIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static RunningKeycloak keycloak;
    private static TestService service;

    @BeforeAll
    static void start() {
        keycloak = RunningKeycloak.start();
        service = TestService.closed(keycloak);
    }

    @AfterAll
    static void stop() {
        service.close();
        keycloak.close();
    }

    @Test
    void aProgramHasTheTenantOfItsAccountAndTheScopesThatItAskedFor() throws IOException {
        String token = keycloak.programToken(REALM, "linden-program", "messages:send threads:read");

        var me = me(token);

        assertThat(me.path("kind").asString()).isEqualTo("PROGRAM");
        assertThat(me.path("tenant").asString()).isEqualTo("linden");
        assertThat(me.path("scopes").toString()).isEqualTo("[\"messages:send\",\"threads:read\"]");
        assertThat(service.getAs(token, "/v1/things/7").status()).isEqualTo(200);
    }

    @Test
    void aScopeThatWasNotAskedForIsMissing() throws IOException {
        String token = keycloak.programToken(REALM, "demo-program", "messages:send");
        assertThat(me(token).path("scopes").size()).isEqualTo(1);

        Answer answer = service.getAs(token, "/v1/things/7");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("scopes").toString()).isEqualTo("[\"threads:read\"]");
    }

    @Test
    void theRoleOfAProgramsAccountCounts() throws IOException {
        var me = me(keycloak.programToken(REALM, "operator-program", ""));

        assertThat(me.path("tenant").asString()).isEqualTo("(all)");
        assertThat(me.path("scopes").toString()).contains("operate");
    }

    @Test
    void aTokenForAnotherAudienceIsRefused() throws IOException {
        double before = service.refused("audience");
        keycloak.admin(
                "POST",
                REALM + "/clients",
                Map.of(
                        "clientId", "stranger",
                        "secret", RunningKeycloak.sampleSecret("stranger"),
                        "serviceAccountsEnabled", true,
                        "defaultClientScopes", List.of("basic", "profile"),
                        "protocolMappers",
                                List.of(audience("billing"), claim("tenant", "default"))));
        String token = keycloak.programToken(REALM, "stranger", "");
        assertThat(claims(token).path("aud").asString()).isEqualTo("billing");

        await().atMost(PATIENCE)
                .until(() -> {
                    assertThat(service.getAs(token, "/v1/me").status()).isEqualTo(401);
                    return service.refused("audience") > before;
                });
    }

    @Test
    void aTokenForSeveralAudiencesIsTaken() throws IOException {
        keycloak.addProgram(REALM, "two-ends", audience("billing"), claim("tenant", "default"));
        String token = keycloak.programToken(REALM, "two-ends", "");
        assertThat(claims(token).path("aud").size()).isEqualTo(2);

        assertThat(me(token).path("tenant").asString()).isEqualTo("default");
    }

    @Test
    void aTokenOfAnotherRealmIsRefused() throws IOException {
        String token = keycloak.programToken(OTHER_REALM, "demo-program", "");
        assertThat(claims(token).path("aud").toString()).contains("\"coexistence\"");

        assertThat(service.getAs(token, "/v1/me").status()).isEqualTo(401);
    }

    @Test
    void aPersonWithTheNameOfAServiceAccountGetsNoScopesOfAProgram() throws IOException {
        keycloak.admin(
                "POST",
                REALM + "/clients",
                Map.of(
                        "clientId",
                        "desk",
                        "secret",
                        RunningKeycloak.sampleSecret("desk"),
                        "directAccessGrantsEnabled",
                        true,
                        "optionalClientScopes",
                        List.of("messages:send"),
                        "defaultClientScopes",
                        List.of("basic", "profile", "coexistence")));
        String name = "service-account-desk";
        keycloak.admin(
                "POST",
                REALM + "/users",
                Map.of(
                        "username",
                        name,
                        "firstName",
                        "Not",
                        "lastName",
                        "A program",
                        "enabled",
                        true,
                        "attributes",
                        Map.of("tenant", List.of("default")),
                        "credentials",
                        List.of(
                                Map.of(
                                        "type",
                                        "password",
                                        "value",
                                        RunningKeycloak.sampleSecret(name)))));
        String token = keycloak.personToken("desk", name, "messages:send");
        assertThat(claims(token).path("scope").asString()).contains("messages:send");

        var me = me(token);

        assertThat(me.path("kind").asString()).isEqualTo("PERSON");
        assertThat(me.path("scopes").size()).isZero();
    }

    @Test
    void aNewKeyIsFollowedAndTheOldOneGoesOn() throws IOException {
        String before = keycloak.programToken(REALM, "demo-program", "");
        assertThat(me(before).path("kind").asString()).isEqualTo("PROGRAM");

        keycloak.rotate();

        String after = keycloak.programToken(REALM, "demo-program", "");
        assertThat(header(after)).isNotEqualTo(header(before));
        assertThat(me(after).path("kind").asString()).isEqualTo("PROGRAM");
        assertThat(service.getAs(before, "/v1/me").status()).isEqualTo(200);
    }

    /** The caller of a token, once its key is known: a new one is asked for each five seconds. */
    private static JsonNode me(String token) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    var answer = service.getAs(token, "/v1/me");
                    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                });
        try {
            return service.getAs(token, "/v1/me").json();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Algorithm, kind and key. */
    private static String header(String token) {
        return token.substring(0, token.indexOf('.'));
    }
}
