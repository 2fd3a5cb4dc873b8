package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import dev.coexistence.access.Role;
import dev.coexistence.conversation.login.LoginIssuer;
import dev.coexistence.conversation.login.LoginIssuer.Person;
import dev.coexistence.conversation.page.PageSession.Shown;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.schemas.TokenCipher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.netty.http.client.HttpClient;

/** Log-in over HTTPS, behind a proxy that ends TLS, in a real browser. */
@ExtendWith(Chromium.class)
class SecureLoginIT {
    private static final String SHOP = "900000000000123";
    private static final String SESSION = "__Host-inbox-session";

    private static final ProjectedDatabase DATABASE =
            ProjectedDatabase.fresh("secure", InstantSource.system());
    private static final LoginIssuer ISSUER = LoginIssuer.start();
    private static final FakeServices SERVICES = new FakeServices();
    private static final SeededInbox INBOX =
            new SeededInbox(
                    DATABASE, TokenCipher.of(ProjectedDatabase.KEYSET), InstantSource.system());
    private static final TlsProxy PROXY = new TlsProxy();
    private static final ConfigurableApplicationContext SECURE =
            instance("--login.url=" + PROXY.url());
    private static final ConfigurableApplicationContext PLAIN =
            instance("--access.hosts=inbox.example");

    @BeforeAll
    static void begin() {
        PROXY.leadTo(root(SECURE));
        SERVICES.handle("POST /v1/messages", INBOX::dispatch);
        INBOX.number(SHOP, "Blumen Vidal", "CONNECTED", "COEXISTENCE");
        ISSUER.admit(new Person("jonas", "Jonas Berg", "default", Role.AGENT));
    }

    @AfterAll
    static void end() {
        SECURE.close();
        PLAIN.close();
        PROXY.close();
        SERVICES.close();
        ISSUER.close();
        DATABASE.close();
    }

    @Test
    void theBrowserKeepsTheSessionForThisHostAloneAndForNoScript() {
        long thread = INBOX.conversation(SHOP, "Ana Vidal", "+15550100123");
        INBOX.say(INBOX.from(thread, "CUSTOMER").text("Good morning"));
        var set = new CopyOnWriteArrayList<String>();
        var complaints = new CopyOnWriteArrayList<String>();
        try (BrowserContext context = browser()) {
            Page page = context.newPage();
            page.onResponse(response ->
                    response.headersArray().stream()
                            .filter(header -> header.name.equalsIgnoreCase("set-cookie"))
                            .filter(header -> response.url().startsWith(PROXY.url()))
                            .forEach(header -> set.add(header.value)));
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            var answer = page.navigate(PROXY.url() + "/conversations/" + thread);
            page.waitForSelector("#live[data-state=on]");

            assertThat(page.url()).isEqualTo(PROXY.url() + "/conversations/" + thread);
            assertThat(ISSUER.authorizations().getLast())
                    .containsEntry("redirect_uri", PROXY.url() + "/login/oauth2/code/inbox");
            assertThat(session(context))
                    .singleElement()
                    .satisfies(cookie -> {
                        assertThat(cookie.secure).isTrue();
                        assertThat(cookie.httpOnly).isTrue();
                        assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.LAX);
                        assertThat(cookie.path).isEqualTo("/");
                        assertThat(cookie.domain).isEqualTo("localhost");
                        assertThat(cookie.expires).as("gone with the browser").isEqualTo(-1);
                    });
            assertThat(context.cookies()).noneMatch(cookie -> cookie.name.contains("inbox-login"));
            assertThat(String.valueOf(page.evaluate("document.cookie"))).doesNotContain("inbox");
            assertThat(answer.allHeaders())
                    .containsEntry("strict-transport-security", "max-age=31536000")
                    .containsEntry("cache-control", "no-store")
                    .containsEntry("referrer-policy", "same-origin")
                    .containsEntry("x-content-type-options", "nosniff");
            assertThat(answer.allHeaders().get("content-security-policy"))
                    .contains("frame-ancestors 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe");

            page.locator("#body").fill("Over TLS");
            page.locator(".send").click();
            page.waitForSelector(".by-api .agent");
            page.locator(".me button").click();
            page.waitForURL(PROXY.url() + "/logged-out");
            assertThat(session(context)).isEmpty();
        }
        assertThat(set).hasSizeGreaterThanOrEqualTo(4);
        assertThat(set)
                .allSatisfy(cookie ->
                        assertThat(cookie.toLowerCase(Locale.ROOT))
                                .startsWith("__host-inbox-")
                                .contains("; secure", "; httponly", "; samesite=lax", "; path=/")
                                .doesNotContain("domain"));
        assertThat(complaints).isEmpty();
    }

    /** A page of another site, in the same browser, tries what a session could do. */
    @Test
    void anotherSitesPageCanNeitherFrameThePageNorSendItsFormsNorReadIt() {
        try (BrowserContext context = browser();
                var evil = new FakeServices()) {
            Page page = context.newPage();
            page.navigate(PROXY.url() + "/");
            page.waitForSelector("#live[data-state=on]");
            evil.answer(
                    "GET /trap",
                    200,
                    "<iframe id=f src='"
                            + PROXY.url()
                            + "/'></iframe><img id=i src='"
                            + PROXY.url()
                            + "/v1/media/1'><form id=o method=post action='"
                            + PROXY.url()
                            + "/logout'></form>");
            page.navigate(evil.url() + "/trap");

            assertThat(
                            page.evaluate(
                                    "url => fetch(url, {credentials: 'include', mode: 'no-cors'})"
                                            + ".then(answer => answer.type, () => 'refused')",
                                    PROXY.url() + "/"))
                    .isEqualTo("refused");
            assertThat(page.frames().stream().filter(frame -> frame.url().startsWith("https")))
                    .noneMatch(frame -> frame.locator("#live").count() > 0);
            page.waitForNavigation(() -> page.evaluate("document.forms.o.submit()"));
            assertThat(page.content()).doesNotContain("Logged out");
            page.navigate(PROXY.url() + "/");
            page.waitForSelector("#live[data-state=on]");
            assertThat(page.locator(".me-name").innerText()).isEqualTo("Jonas Berg");
        }
    }

    @Test
    void aCookieWithoutThePrefixIsNoSession() {
        var person = new PageSession(root(SECURE));
        Shown start = person.get("/oauth2/authorization/inbox");
        assertThat(start.headers().allValues("set-cookie"))
                .allMatch(cookie -> cookie.startsWith("__Host-inbox-login="));

        person.cookies().clear();
        person.cookies().put("inbox-session", "A".repeat(43));
        assertThat(person.get("/").status()).isEqualTo(302);
    }

    @Test
    void nobodyIsLoggedInOverPlainHttpFromAnotherMachine() {
        for (String path : List.of("/", "/oauth2/authorization/inbox")) {
            var answer =
                    HttpClient.newConnection()
                            .headers(headers ->
                                    headers.set("Host", "inbox.example").set("Accept", "text/html"))
                            .get()
                            .uri(root(PLAIN) + path)
                            .responseSingle((response, body) ->
                                    body.asString()
                                            .defaultIfEmpty("")
                                            .map(text ->
                                                    Map.of(
                                                            "status",
                                                            response.status().code(),
                                                            "cookies",
                                                            response.responseHeaders()
                                                                    .getAll("Set-Cookie"),
                                                            "text",
                                                            text)))
                            .block(Duration.ofSeconds(20));
            assertThat(answer).containsEntry("cookies", List.of());
            if (path.contains("oauth2")) {
                assertThat(answer).containsEntry("status", 403);
                assertThat(String.valueOf(answer)).contains("LOGIN_URL");
            }
        }
    }

    private static List<Cookie> session(BrowserContext context) {
        return context.cookies().stream().filter(cookie -> cookie.name.equals(SESSION)).toList();
    }

    private static BrowserContext browser() {
        return Chromium.browser()
                .newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
    }

    private static ConfigurableApplicationContext instance(String setting) {
        String[] own = {
            "--page.connection-url=" + SERVICES.url(),
            "--page.dispatch-url=" + SERVICES.url(),
            "--page.ingest-url=" + SERVICES.url(),
            "--meta.graph-url=" + SERVICES.url(),
            setting
        };
        return PageFixture.start(
                0,
                DATABASE,
                Stream.of(own, ISSUER.arguments()).flatMap(Stream::of).toArray(String[]::new));
    }

    private static String root(ConfigurableApplicationContext context) {
        var server = ((WebServerApplicationContext) context).getWebServer();
        return "http://127.0.0.1:" + (server == null ? 0 : server.getPort());
    }
}
