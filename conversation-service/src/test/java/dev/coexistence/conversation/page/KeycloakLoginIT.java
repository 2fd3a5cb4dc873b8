package dev.coexistence.conversation.page;

import static dev.coexistence.access.kit.RunningKeycloak.REALM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.coexistence.access.kit.RunningKeycloak;
import dev.coexistence.conversation.projection.ProjectedDatabase;
import dev.coexistence.schemas.TokenCipher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** People log in to the page, in a browser, at a real Keycloak. */
@EnabledIfSystemProperty(
        named = RunningKeycloak.HOME,
        matches = ".+",
        disabledReason = RunningKeycloak.HOW_TO_GET)
@ExtendWith(Chromium.class)
class KeycloakLoginIT {
    private static final String SHOP = "900000000000123";
    private static final int PATIENCE_MILLIS = 120_000;

    private static RunningKeycloak keycloak;
    private static FakeServices services;
    private static ProjectedDatabase database;
    private static SeededInbox inbox;
    private static ConfigurableApplicationContext service;

    private BrowserContext browser;
    private Page page;
    private long thread;

    @BeforeAll
    static void start() {
        keycloak = RunningKeycloak.start();
        services = new FakeServices();
        database = ProjectedDatabase.fresh("keycloak", InstantSource.system());
        inbox =
                new SeededInbox(
                        database, TokenCipher.of(ProjectedDatabase.KEYSET), InstantSource.system());
        String[] own = {
            "--page.connection-url=" + services.url(),
            "--page.dispatch-url=" + services.url(),
            "--page.ingest-url=" + services.url(),
            "--meta.graph-url=" + services.url(),
            "--page.answer-within=20s",
            "--login.timeout=30s",
            "--login.client-secret=" + RunningKeycloak.sampleSecret("inbox")
        };
        service =
                PageFixture.start(
                        0,
                        database,
                        Stream.of(own, keycloak.arguments())
                                .flatMap(Stream::of)
                                .toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        service.close();
        services.close();
        database.close();
        keycloak.close();
    }

    @BeforeEach
    void open() {
        inbox.clear();
        services.forget();
        services.answer("GET /v1/connections", 200, "{\"items\": []}");
        inbox.number(SHOP, "Blumen Vidal", "CONNECTED", "COEXISTENCE");
        thread = inbox.conversation(SHOP, "Ana Vidal", "+15550100123");
        inbox.say(inbox.from(thread, "CUSTOMER").text("Good morning"));
        browser = Chromium.browser().newContext();
        browser.setDefaultTimeout(PATIENCE_MILLIS);
        page = browser.newPage();
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void aPersonIsLedToKeycloakAndBackWithNameTenantAndRole() {
        logIn("agent@default", "/conversations/" + thread);

        assertThat(page.url()).isEqualTo(root() + "/conversations/" + thread);
        assertThat(page.locator(".me-name").innerText()).isEqualTo("Jonas Berg");
        assertThat(page.content()).contains("Good morning", ">default<");
        assertThat(page.locator("#body").count()).isEqualTo(1);
    }

    @Test
    void aViewerMayNotWrite() {
        logIn("viewer@default", "/conversations/" + thread);

        assertThat(page.content()).contains("You may read here, not write");
        assertThat(page.locator("#body").count()).isZero();
    }

    @Test
    void anotherTenantsPersonSeesNothingAndAnOperatorAll() {
        logIn("owner@linden", "/");
        assertThat(page.content()).contains("Theo Brandt").doesNotContain("Ana Vidal");
        logOut();

        logIn("operator", "/");
        assertThat(page.content()).contains("Olga Stern", "all tenants", "Ana Vidal");
    }

    @Test
    void aLogOutEndsTheSessionAtKeycloakToo() {
        logIn("agent@default", "/");

        logOut();

        page.navigate(root() + "/");
        page.waitForSelector("#kc-form-login");
        assertThat(page.url()).startsWith(keycloak.issuer(REALM));
    }

    @Test
    void keysOfAnotherAlgorithmSignTheLogIn() {
        setPageClient("id.token.signed.response.alg", "ES256");
        try {
            logIn("agent@default", "/");
            assertThat(page.locator(".me-name").innerText()).isEqualTo("Jonas Berg");
        } finally {
            setPageClient("id.token.signed.response.alg", "");
        }
    }

    @Test
    void tokensAreRenewedWhileThePersonWorks() {
        setPageClient("access.token.lifespan", "8");
        try {
            logIn("owner@default", "/");
            var bearers = new HashSet<String>();

            await().atMost(Duration.ofMinutes(2))
                    .until(() -> {
                        page.navigate(root() + "/connections");
                        assertThat(page.locator(".me-name").innerText()).isEqualTo("Ida Sommer");
                        bearers.addAll(services.bearers());
                        return bearers.size() > 2;
                    });
        } finally {
            setPageClient("access.token.lifespan", "");
        }
    }

    private void logIn(String user, String path) {
        page.navigate(root() + path);
        page.locator("#username").fill(user);
        page.locator("#password").fill(RunningKeycloak.sampleSecret(user));
        page.locator("#kc-login").click();
        page.waitForURL(root() + path);
    }

    private void logOut() {
        page.locator(".me button").click();
        page.waitForURL(root() + "/logged-out");
    }

    private static void setPageClient(String attribute, String value) {
        String id =
                keycloak.admin("GET", REALM + "/clients?clientId=inbox", Map.of())
                        .path(0)
                        .path("id")
                        .asString();
        keycloak.admin(
                "PUT",
                REALM + "/clients/" + id,
                Map.of("clientId", "inbox", "attributes", Map.of(attribute, value)));
    }

    private static String root() {
        var server = ((WebServerApplicationContext) service).getWebServer();
        return "http://127.0.0.1:" + (server == null ? 0 : server.getPort());
    }
}
