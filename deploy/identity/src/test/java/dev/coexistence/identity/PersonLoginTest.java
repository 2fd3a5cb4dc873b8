package dev.coexistence.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.oauth2.jwt.Jwt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** People log in at the page, with a name and a password. */
class PersonLoginTest {
    @TempDir private static @Nullable Path folder;
    private static @Nullable RunningIdentity running;

    private final Browser browser = new Browser();

    @BeforeAll
    static void start() {
        running = RunningIdentity.start(Objects.requireNonNull(folder));
    }

    @AfterAll
    static void stop() {
        identity().close();
    }

    @AfterEach
    void leave() {
        browser.close();
    }

    @Test
    void discoveryTellsAllThatAClientNeeds() throws Exception {
        JsonNode found =
                JsonMapper.shared()
                        .readTree(
                                browser.get(identity().at("/.well-known/openid-configuration"))
                                        .body());

        assertThat(found.path("issuer").asString(""))
                .isEqualTo("http://127.0.0.1:" + identity().port());
        assertThat(found.path("code_challenge_methods_supported").toString()).contains("S256");
        assertThat(found.path("end_session_endpoint").asString("")).isNotEmpty();
        assertThat(browser.get(URI.create(found.path("jwks_uri").asString(""))).body())
                .contains("\"keys\"")
                .doesNotContain("\"d\"");
    }

    @Test
    void whoIsNotLoggedInIsAskedAndThenGoesOnToThePage() throws Exception {
        var page = new PageClient(identity(), browser);

        HttpResponse<String> asked = browser.get(page.authorize(PageClient.CALLBACK, true));
        assertThat(Browser.location(asked)).isEqualTo(identity().at("/login"));
        HttpResponse<String> loggedIn =
                browser.logIn(identity(), "agent@default", identity().password("agent@default"));
        HttpResponse<String> sentBack = browser.get(Browser.location(loggedIn));

        assertThat(Browser.location(sentBack).toString())
                .startsWith(PageClient.CALLBACK + "?code=")
                .contains("state=some-state");
    }

    @Test
    void tokensSayWhoItIsOfWhichTenantAndInWhichRole() throws Exception {
        browser.logIn(identity(), "owner@linden", identity().password("owner@linden"));

        JsonNode tokens = new PageClient(identity(), browser).tokens();
        Jwt access = identity().decoder().decode(tokens.path("access_token").asString(""));

        assertThat(access.getAudience()).containsExactly("coexistence");
        assertThat(access.getSubject()).isEqualTo("owner@linden");
        assertThat(access.getClaims())
                .containsEntry("tenant", "linden")
                .containsEntry("roles", List.of("owner"))
                .containsEntry("name", "Theo Brandt")
                .containsEntry("client_id", "inbox");
        Jwt who = identity().decoder().decode(tokens.path("id_token").asString(""));
        assertThat(who.getAudience()).containsExactly("inbox");
        assertThat(who.getClaims())
                .containsEntry("tenant", "linden")
                .containsEntry("roles", List.of("owner"))
                .containsEntry("name", "Theo Brandt");
        assertThat(tokens.path("refresh_token").asString("")).isNotEmpty();
    }

    @Test
    void anOperatorOfThePlatformHasNoTenant() throws Exception {
        browser.logIn(identity(), "operator", identity().password("operator"));

        JsonNode tokens = new PageClient(identity(), browser).tokens();

        assertThat(
                        identity()
                                .decoder()
                                .decode(tokens.path("access_token").asString(""))
                                .getClaims())
                .containsEntry("roles", List.of("operator"))
                .doesNotContainKey("tenant");
    }

    @Test
    void anExpiredSessionOfThePageGoesOnByItsRefreshToken() throws Exception {
        browser.logIn(identity(), "viewer@default", identity().password("viewer@default"));
        JsonNode tokens = new PageClient(identity(), browser).tokens();

        String renewed =
                browser.post(
                                identity().at("/oauth2/token"),
                                Map.of(
                                        "grant_type",
                                        "refresh_token",
                                        "refresh_token",
                                        tokens.path("refresh_token").asString("")),
                                PageClient.basic("inbox", identity().kept("inbox.secret")))
                        .body();

        String token = JsonMapper.shared().readTree(renewed).path("access_token").asString("");
        assertThat(identity().decoder().decode(token).getClaims())
                .containsEntry("name", "Mara Lind")
                .containsEntry("roles", List.of("viewer"));
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        HttpResponse<String> answer = browser.logIn(identity(), "owner@default", "guessed");

        assertThat(Browser.location(answer).toString()).endsWith("/login?error");
    }

    @Test
    void withoutPkceThereIsNoCode() throws Exception {
        browser.logIn(identity(), "owner@default", identity().password("owner@default"));

        HttpResponse<String> answer =
                browser.get(
                        new PageClient(identity(), browser).authorize(PageClient.CALLBACK, false));

        assertThat(Browser.location(answer).toString())
                .contains("error=invalid_request")
                .doesNotContain("code=");
    }

    @Test
    void codesAreSentToThePageAlone() throws Exception {
        browser.logIn(identity(), "owner@default", identity().password("owner@default"));

        HttpResponse<String> answer =
                browser.get(
                        new PageClient(identity(), browser)
                                .authorize(URI.create("http://evil.example/login"), true));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void loggingOutEndsTheSessionHereToo() throws Exception {
        browser.logIn(identity(), "owner@default", identity().password("owner@default"));
        var page = new PageClient(identity(), browser);
        JsonNode tokens = page.tokens();

        HttpResponse<String> answer =
                browser.get(
                        identity()
                                .at(
                                        "/connect/logout?"
                                                + Browser.encode(
                                                        Map.of(
                                                                "id_token_hint",
                                                                tokens.path("id_token")
                                                                        .asString(""),
                                                                "post_logout_redirect_uri",
                                                                RunningIdentity.PAGE + "/"))));

        assertThat(Browser.location(answer)).isEqualTo(RunningIdentity.PAGE.resolve("/"));
        assertThat(Browser.location(browser.get(page.authorize(PageClient.CALLBACK, true))))
                .isEqualTo(identity().at("/login"));
    }

    private static RunningIdentity identity() {
        return Objects.requireNonNull(running);
    }
}
