package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coexistence.access.Role;
import dev.coexistence.conversation.login.LoginIssuer;
import dev.coexistence.conversation.login.LoginIssuer.Person;
import dev.coexistence.conversation.page.PageSession.Shown;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.schemas.TokenCipher;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Two instances of the page, closed, and the issuer at which people log in. */
class LoginIT {
    private static final String SHOP = "900000000000123";
    private static final String SESSION = "inbox-session";

    private static final ProjectedDatabase DATABASE =
            ProjectedDatabase.fresh("login", InstantSource.system());
    private static final LoginIssuer ISSUER = LoginIssuer.start();
    private static final FakeServices SERVICES = new FakeServices();
    private static final SeededInbox INBOX =
            new SeededInbox(
                    DATABASE, TokenCipher.of(ProjectedDatabase.KEYSET), InstantSource.system());
    private static final ConfigurableApplicationContext FIRST = instance();
    private static final ConfigurableApplicationContext SECOND = instance();

    private long thread;

    @BeforeAll
    static void dispatch() {
        SERVICES.handle("POST /v1/messages", INBOX::dispatch);
    }

    @AfterAll
    static void stop() {
        FIRST.close();
        SECOND.close();
        SERVICES.close();
        ISSUER.close();
        DATABASE.close();
    }

    @BeforeEach
    void clear() {
        INBOX.clear();
        SERVICES.forget();
        INBOX.number(SHOP, "Blumen Vidal", "CONNECTED", "COEXISTENCE");
        thread = INBOX.conversation(SHOP, "Ana Vidal", "+15550100123");
        INBOX.say(INBOX.from(thread, "CUSTOMER").text("Good morning"));
        ISSUER.admit(new Person("jonas", "Jonas Berg", "default", Role.AGENT));
    }

    @Test
    void aPersonIsLedToTheLogInAndBackToWhereTheyWanted() {
        var person = new PageSession(root(FIRST));
        Shown away = person.get("/conversations/" + thread + "?unread=1");
        assertThat(away.status()).isEqualTo(302);
        assertThat(away.header("Location"))
                .isEqualTo(
                        "/oauth2/authorization/inbox?back=%2Fconversations%2F"
                                + thread
                                + "%3Funread%3D1");

        Shown there = person.follow("/conversations/" + thread + "?unread=1");

        assertThat(there.status()).isEqualTo(200);
        assertThat(there.at().toString())
                .isEqualTo(root(FIRST) + "/conversations/" + thread + "?unread=1");
        assertThat(there.body()).contains("Good morning", "Jonas Berg", ">default<", "Log out");
        Map<String, String> asked = ISSUER.authorizations().getLast();
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("client_id", "inbox")
                .containsEntry("redirect_uri", root(FIRST) + "/login/oauth2/code/inbox")
                .containsKeys("state", "nonce", "code_challenge");
        assertThat(person.cookies()).containsOnlyKeys(SESSION);
    }

    @Test
    void theCookieIsTheBrowsersAloneAndNoOtherSitesFormTakesIt() {
        var person = new PageSession(root(FIRST));
        Shown start = person.get("/oauth2/authorization/inbox");
        Shown issuer = person.get(start.header("Location"));
        Shown back = person.get(issuer.header("Location"));

        assertThat(back.headers().allValues("set-cookie"))
                .anyMatch(cookie ->
                        cookie.startsWith(SESSION + "=")
                                && cookie.toLowerCase(Locale.ROOT).contains("httponly")
                                && cookie.contains("SameSite=Lax")
                                && cookie.contains("Path=/")
                                && !cookie.contains("Domain"))
                .anyMatch(cookie -> cookie.startsWith("inbox-login=;"));
        assertThat(start.header("Location")).doesNotContain("code_verifier");
        assertThat(start.header("Cache-Control")).contains("no-store");
    }

    @Test
    void aSessionWorksOnEveryInstanceAndOutlivesTheOneThatBeganIt() {
        ConfigurableApplicationContext third = instance();
        PageSession person = logIn(third);

        assertThat(person.at(root(FIRST)).get("/").body()).contains("Jonas Berg");
        kill(third);
        assertThat(person.get("/conversations/" + thread).body()).contains("Good morning");
        assertThat(write(person, "Still here").status()).isEqualTo(303);
        assertThat(person.at(root(SECOND)).get("/conversations/" + thread).body())
                .contains("Still here");
    }

    @Test
    void whatIsWrittenHasTheAgentsNameAndAuthority() {
        PageSession person = logIn(FIRST);
        person.get("/conversations/" + thread);

        assertThat(write(person, "We open at nine").status()).isEqualTo(303);

        assertThat(SERVICES.bearers())
                .isNotEmpty()
                .allMatch(bearer -> bearer.startsWith("Bearer ey"));
        assertThat(person.get("/conversations/" + thread).body())
                .contains(
                        "We open at nine",
                        "<span class=\"agent\" dir=\"auto\" title=\"Written by Jonas Berg\">Jonas Berg</span>");
        assertThat(String.join(" ", SERVICES.asked())).doesNotContain("Jonas");
    }

    @Test
    void aFormOfAnotherSiteIsRefused() {
        PageSession person = logIn(FIRST);
        person.get("/conversations/" + thread);
        String path = "/conversations/" + thread + "/messages";
        Map<String, String> fields = Map.of("key", UUID.randomUUID().toString(), "body", "Forged");

        assertThat(person.forge(path, fields).status()).isEqualTo(403);
        var other = logIn(SECOND);
        other.get("/");
        assertThat(
                        person.forge(
                                        path,
                                        Map.of(
                                                "key",
                                                UUID.randomUUID().toString(),
                                                "body",
                                                "Forged",
                                                "_csrf",
                                                other.token()))
                                .status())
                .isEqualTo(403);
        Shown refused = person.forge("/logout", Map.of());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("Not yours to do");

        assertThat(SERVICES.asked()).isEmpty();
        assertThat(person.get("/").status()).isEqualTo(200);
        assertThat(refusals("form-token")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aBrowserIsLoggedInWritesAndIsLoggedOutWithinThePagesPolicy() {
        assumeTrue(Chromium.found().isPresent(), Chromium.HOW_TO_GET);
        var complaints = new CopyOnWriteArrayList<String>();
        try (var context = Chromium.browser().newContext()) {
            var page = context.newPage();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.navigate(root(FIRST) + "/conversations/" + thread);
            page.waitForSelector("#live[data-state=on]");
            assertThat(page.locator(".me-name").innerText()).isEqualTo("Jonas Berg");
            page.locator("#body").fill("From a browser");
            page.locator(".send").click();
            page.waitForSelector(".by-api .agent");

            page.setViewportSize(360, 740);
            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as("width on a phone of 360")
                    .isEqualTo(360);
            page.locator(".me button").click();
            page.waitForURL(root(FIRST) + "/logged-out");

            assertThat(context.cookies()).noneMatch(cookie -> cookie.name.equals(SESSION));
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void eachPageHasTheTokenUnderAnotherMask() {
        PageSession person = logIn(FIRST);
        person.get("/");
        String one = person.token();
        person.get("/");

        assertThat(person.token()).isNotEqualTo(one);
        assertThat(person.get("/").body()).contains("hx-headers=\"{&quot;X-CSRF-TOKEN&quot;:");
    }

    @Test
    void aLogOutEndsTheSessionHereAndAtTheIssuer() {
        PageSession person = logIn(FIRST);
        person.get("/");
        String old = person.cookies().get(SESSION);

        Shown out = person.send("/logout", Map.of());

        assertThat(out.status()).isEqualTo(303);
        assertThat(out.header("Location")).startsWith(ISSUER.url() + "/logout?id_token_hint=ey");
        Shown end = person.follow(out.header("Location"));
        assertThat(end.at().toString()).isEqualTo(root(FIRST) + "/logged-out");
        assertThat(end.body()).contains("You are logged out").doesNotContain("Jonas Berg");
        assertThat(ISSUER.ends().getLast())
                .containsEntry("client_id", "inbox")
                .containsEntry("post_logout_redirect_uri", root(FIRST) + "/logged-out");
        assertThat(person.cookies()).isEmpty();
        person.cookies().put(SESSION, Objects.requireNonNull(old));
        assertThat(person.at(root(SECOND)).get("/").status()).isEqualTo(302);
    }

    @Test
    void anIssuerMaySignByAnyOfTheAlgorithmsThatItNames() {
        ISSUER.signBy("PS256");
        try {
            assertThat(logIn(FIRST).get("/").body()).contains("Jonas Berg");
        } finally {
            ISSUER.signBy("RS256");
        }
    }

    @Test
    void whileTheIssuerIsAwayTheLogInSaysSoAndRunningSessionsGoOn() {
        PageSession person = logIn(FIRST);
        ConfigurableApplicationContext fresh = instance();
        ISSUER.goAway();
        try {
            Shown away = new PageSession(root(fresh)).follow("/");
            assertThat(away.status()).isEqualTo(503);
            assertThat(away.body()).contains("The log-in does not answer");
            assertThat(person.at(root(fresh)).get("/").status()).isEqualTo(200);
            person.get("/");
            assertThat(person.send("/logout", Map.of()).header("Location"))
                    .isEqualTo(root(fresh) + "/logged-out");
        } finally {
            ISSUER.comeBack();
            fresh.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=other", "code=1", "state=&code=1", "error=access_denied"})
    void aWayBackThatNobodyBeganLeadsNowhere(String query) {
        var person = new PageSession(root(FIRST));
        Shown back = person.get("/login/oauth2/code/inbox?" + query);

        assertThat(back.status()).isEqualTo(400);
        assertThat(back.body()).contains("begun too long ago");
        assertThat(person.cookies()).isEmpty();
    }

    @Test
    void aCodeHoldsOnceAndOnlyForTheBrowserThatBegan() {
        var person = new PageSession(root(FIRST));
        Shown issuer = person.get(person.get("/oauth2/authorization/inbox").header("Location"));
        String back = issuer.header("Location");

        assertThat(new PageSession(root(FIRST)).get(back).status()).isEqualTo(400);
        Map<String, String> before = Map.copyOf(person.cookies());
        assertThat(person.get(back).status()).isEqualTo(302);
        person.cookies().putAll(before);
        assertThat(person.get(back).status()).isEqualTo(403);
    }

    /** Session fixation: an id that somebody planted in the browser is nobody's after a log-in. */
    @Test
    void aLogInTakesOverNoIdThatTheBrowserHadAndEndsIt() {
        ISSUER.admit(new Person("eve", "Eve Marsh", "default", Role.VIEWER));
        String planted = Objects.requireNonNull(logIn(FIRST).cookies().get(SESSION));
        String made = "A".repeat(43);
        ISSUER.admit(new Person("jonas", "Jonas Berg", "default", Role.AGENT));

        for (String before : java.util.List.of(planted, made)) {
            var person = new PageSession(root(FIRST));
            person.cookies().put(SESSION, before);
            assertThat(person.follow("/oauth2/authorization/inbox").body()).contains("Jonas Berg");
            assertThat(person.cookies().get(SESSION)).isNotEqualTo(before);

            var attacker = new PageSession(root(SECOND));
            attacker.cookies().put(SESSION, before);
            assertThat(attacker.get("/").status()).isEqualTo(302);
        }
    }

    /** Log-in CSRF: nobody is logged in as somebody else by a link, whatever the browser began. */
    @Test
    void aWayBackThatAnotherBrowserBeganLogsNobodyIn() {
        var attacker = new PageSession(root(FIRST));
        ISSUER.admit(new Person("eve", "Eve Marsh", "default", Role.VIEWER));
        String link =
                attacker.get(attacker.get("/oauth2/authorization/inbox").header("Location"))
                        .header("Location");
        ISSUER.admit(new Person("jonas", "Jonas Berg", "default", Role.AGENT));
        var person = new PageSession(root(FIRST));
        person.get("/oauth2/authorization/inbox");

        assertThat(person.get(link).status()).isEqualTo(400);
        assertThat(person.cookies()).isEmpty();
        PageSession inside = logIn(FIRST);
        assertThat(inside.get(link).header("Location")).isEqualTo("/");
        assertThat(inside.get("/").body()).contains("Jonas Berg");
    }

    @Test
    void ofTabsThatAreLedToTheLogInTogetherNoneStaysBehind() {
        var browser = new PageSession(root(FIRST));
        String one =
                browser.get("/oauth2/authorization/inbox?back=/connections").header("Location");
        String other = browser.get("/oauth2/authorization/inbox").header("Location");
        String backOfOne = browser.get(one).header("Location");
        String backOfOther = browser.get(other).header("Location");

        assertThat(browser.get(backOfOther).status()).isEqualTo(302);
        assertThat(browser.get(backOfOne).header("Location")).isEqualTo("/");
        assertThat(browser.get("/").body()).contains("Jonas Berg");
    }

    @Test
    void whoIsRefusedOrHasNoPlaceHereIsToldSo() {
        ISSUER.deny("access_denied");
        assertThat(new PageSession(root(FIRST)).follow("/").status()).isEqualTo(403);

        ISSUER.admit(new Person("nobody", "Nobody", null, Role.AGENT));
        Shown none = new PageSession(root(FIRST)).follow("/");
        assertThat(none.status()).isEqualTo(403);
        assertThat(none.body()).contains("no place here");

        ISSUER.deny("temporarily_unavailable");
        assertThat(new PageSession(root(FIRST)).follow("/").status()).isEqualTo(503);
        assertThat(logins("refused")).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example/, /",
        "//evil.example/, /",
        "/\\evil.example, /",
        "javascript:alert(1), /",
        "http:evil.example, /",
        "///evil.example, /",
        "/%0d%0aLocation:%20https://evil.example, /%0d%0aLocation:%20https://evil.example",
        "'/\t/evil.example', /",
        "' //evil.example', /",
        "evil.example, /",
        "'', /",
        "/connections, /connections"
    })
    void aLogInLeadsToThisPageAlone(String back, String to) {
        var person = new PageSession(root(FIRST));
        Shown shown =
                person.get(
                        "/oauth2/authorization/inbox?back="
                                + java.net.URLEncoder.encode(
                                        back, java.nio.charset.StandardCharsets.UTF_8));
        Shown issuer = person.get(shown.header("Location"));

        assertThat(person.get(issuer.header("Location")).header("Location")).isEqualTo(to);
    }

    @Test
    void aSessionOpensThePageAndItsMediaAndNothingElseOfTheApi() {
        PageSession person = logIn(FIRST);

        assertThat(person.get("/v1/media/1").status()).isEqualTo(404);
        assertThat(new PageSession(root(FIRST)).get("/v1/media/1").status()).isEqualTo(302);
        assertThat(person.get("/v1/conversations").status()).isEqualTo(401);
    }

    /** The same route, spelt as a comparison of letters would not find it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/v1;a=b/conversations", "/%76%31/conversations", "/v%31;/conversations?x"})
    void aSessionOpensTheApiByNoOtherSpelling(String path) {
        PageSession person = logIn(FIRST);
        person.get("/");

        assertThat(person.get(path).status()).isEqualTo(401);
    }

    @Test
    void aPartOfAPageHasTheWholePageLoadedWhereNobodyIsKnown() {
        Shown part = new PageSession(root(FIRST)).part("/inbox/list");

        assertThat(part.status()).isEqualTo(401);
        assertThat(part.header("HX-Refresh")).isEqualTo("true");
        assertThat(new PageSession(root(FIRST)).part("/live").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void aMadeUpSessionIsNone(String id) {
        var person = new PageSession(root(FIRST));
        person.cookies().put(SESSION, id);

        assertThat(person.get("/").status()).isEqualTo(302);
    }

    @Test
    void aViewerIsOfferedNothingToChangeAndRefusedWhenTrying() {
        SERVICES.answer("GET /v1/connections", 200, "{\"items\": []}");
        ISSUER.admit(new Person("mara", "Mara Lind", "default", Role.VIEWER));
        PageSession viewer = logIn(FIRST);

        String shown = viewer.get("/conversations/" + thread).body();
        assertThat(shown)
                .contains("Good morning", "You may read here, not write")
                .doesNotContain("data-compose", "data-read=", "data-reply=", "+15550100123");
        assertThat(viewer.get("/connections").body())
                .contains("No number is connected")
                .doesNotContain("/connections/new");
        assertThat(viewer.get("/operations").header("Location")).isEqualTo("/operations/policies");
        assertThat(viewer.get("/operations/policies").body())
                .doesNotContain(
                        "/operations/keys", "/operations/webhooks", "/operations/dead-letters");

        Shown refused = viewer.get("/connections/new");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("Not yours to do", "Mara Lind");
        SERVICES.forget();
        assertThat(write(viewer, "May I?").status()).isEqualTo(403);
        assertThat(viewer.send("/conversations/" + thread + "/read", Map.of()).status())
                .isEqualTo(403);
        assertThat(viewer.send("/connections/" + SHOP + "/disconnect", Map.of()).status())
                .isEqualTo(403);
        assertThat(viewer.get("/operations/dead-letters").status()).isEqualTo(403);
        assertThat(viewer.get("/operations/keys").status()).isEqualTo(403);
        assertThat(SERVICES.asked()).isEmpty();
    }

    @Test
    void anOwnerManagesAndAnOperatorSeesAllTenants() {
        SERVICES.answer("GET /v1/keys", 200, "{\"items\": []}");
        SERVICES.answer("GET /v1/dead-letters", 200, "{\"items\": [], \"waiting\": {}}");
        ISSUER.admit(new Person("ida", "Ida Sommer", "default", Role.OWNER));
        PageSession owner = logIn(FIRST);
        assertThat(owner.get("/operations").header("Location")).isEqualTo("/operations/webhooks");
        assertThat(owner.get("/operations/keys").body())
                .contains("Make a key", "contacts:erase", "/operations/audit")
                .doesNotContain("value=\"operate\"", "/operations/dead-letters");
        assertThat(owner.get("/connections/new").status()).isEqualTo(200);

        ISSUER.admit(new Person("olga", "Olga Stern", null, Role.OPERATOR));
        PageSession operator = logIn(SECOND);
        assertThat(operator.get("/").body()).contains("Olga Stern", "all tenants", "Ana Vidal");
        assertThat(operator.follow("/operations").body()).contains("Nothing is parked");
    }

    /** A link that somebody sends cannot put words into the page's mouth. */
    @Test
    void noAddressBringsWordsOfItsOwnIntoANotice() {
        ISSUER.admit(new Person("olga", "Olga Stern", null, Role.OPERATOR));
        SERVICES.answer("GET /v1/dead-letters", 200, "{\"items\": [], \"waiting\": {}}");
        PageSession operator = logIn(FIRST);
        for (String path :
                java.util.List.of(
                        "/operations/dead-letters?redriven=Call-us",
                        "/operations/webhooks/1?done=Call-us",
                        "/connections/1?done=Call-us",
                        "/operations/keys?revoked=Call-us")) {
            assertThat(operator.get(path).body()).as(path).doesNotContain("Call-us");
        }
    }

    @Test
    void anotherTenantsPersonSeesNothingOfIt() {
        ISSUER.admit(new Person("nora", "Nora Falk", "linden", Role.OWNER));
        PageSession other = logIn(FIRST);

        assertThat(other.get("/").body())
                .contains("linden")
                .doesNotContain("Ana Vidal", "Blumen Vidal", "Good morning");
        Shown missing = other.get("/conversations/" + thread);
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.body()).contains("Not here").doesNotContain("Ana");
        other.get("/");
        assertThat(write(other, "Hello").status()).isEqualTo(404);
        assertThat(other.get("/connections/" + SHOP + "/traffic").body())
                .doesNotContain("App and customers 1");
    }

    private Shown write(PageSession person, String text) {
        return person.send(
                "/conversations/" + thread + "/messages",
                Map.of("key", UUID.randomUUID().toString(), "body", text));
    }

    private static PageSession logIn(ConfigurableApplicationContext at) {
        var person = new PageSession(root(at));
        assertThat(person.follow("/").status()).isEqualTo(200);
        return person;
    }

    private static double refusals(String reason) {
        return Stream.of(FIRST, SECOND)
                .mapToDouble(instance ->
                        instance
                                .getBean(MeterRegistry.class)
                                .find("access.refused")
                                .tag("reason", reason)
                                .counters()
                                .stream()
                                .mapToDouble(counter -> counter.count())
                                .sum())
                .sum();
    }

    private static double logins(String outcome) {
        return FIRST.getBean(MeterRegistry.class)
                .get("whatsapp.conversation.logins")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static ConfigurableApplicationContext instance() {
        String[] own = {
            "--page.connection-url=" + SERVICES.url(),
            "--page.dispatch-url=" + SERVICES.url(),
            "--page.ingest-url=" + SERVICES.url(),
            "--meta.graph-url=" + SERVICES.url(),
            "--page.answer-within=20s"
        };
        return PageFixture.start(
                0,
                DATABASE,
                Stream.of(own, ISSUER.arguments()).flatMap(Stream::of).toArray(String[]::new));
    }

    /** Ends its server at once, as a crash does. */
    private static void kill(ConfigurableApplicationContext instance) {
        var server = ((WebServerApplicationContext) instance).getWebServer();
        if (server != null) {
            server.stop();
        }
    }

    private static String root(ConfigurableApplicationContext context) {
        var server = ((WebServerApplicationContext) context).getWebServer();
        return URI.create("http://127.0.0.1:" + (server == null ? 0 : server.getPort())).toString();
    }
}
