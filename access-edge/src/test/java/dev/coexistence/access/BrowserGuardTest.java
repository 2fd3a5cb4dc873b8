package dev.coexistence.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.TestService.Answer;
import dev.coexistence.access.kit.TestIssuer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserGuardTest {
    private static final String JSON = "Content-Type: application/json";
    private static final String BODY = "{\"name\":\"a\"}";

    private static TestIssuer issuer;
    private static TestService service;

    @BeforeAll
    static void start() {
        issuer = TestIssuer.start();
        service =
                TestService.closed(
                        issuer,
                        "--access.hosts=inbox.example, Api.example:8443",
                        "--access.origins=https://Page.example/",
                        "--spring.application.name=things-service",
                        "--access.max-body=1KB");
    }

    @AfterAll
    static void stop() {
        service.close();
        issuer.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:1",
                "127.0.0.1:8080",
                "[::1]:8080",
                "things-service:8091",
                "inbox.example",
                "INBOX.example:8080",
                "api.example"
            })
    void answersToItsNames(String host) throws IOException {
        assertThat(service.get("/open", "Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "inbox.example.",
                "198.51.100.7",
                "localhost@evil.example",
                "inbox.example:80:80",
                "[::2]"
            })
    void aReboundNameIsMisdirected(String host) throws IOException {
        Answer answer = service.get("/open", "Host: " + host);

        assertThat(answer.status()).isIn(400, 421);
        assertThat(answer.text()).doesNotContain("open\n");
        if (answer.status() == 421) {
            assertThat(answer.problem()).isEqualTo("misdirected");
            assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        }
    }

    @Test
    void countsWhatItRefuses() throws IOException {
        double before = service.refused("misdirected");

        service.get("/open", "Host: evil.example");

        assertThat(service.refused("misdirected")).isEqualTo(before + 1);
    }

    @Test
    void anotherSiteCannotSend() throws IOException {
        assertOtherSite(post("Sec-Fetch-Site: cross-site"));
        assertOtherSite(post("Sec-Fetch-Site: same-site"));
        assertOtherSite(post("Sec-Fetch-Site: cross-site", "HX-Request: true"));
        assertOtherSite(post("Origin: https://evil.example"));
        assertOtherSite(post("Origin: null"));
        assertOtherSite(post("Origin: http://localhost:9999"));
    }

    @Test
    void itsOwnPagesAndProgramsSend() throws IOException {
        assertThat(post().status()).isEqualTo(200);
        assertThat(post("Sec-Fetch-Site: same-origin").status()).isEqualTo(200);
        assertThat(post("Sec-Fetch-Site: none").status()).isEqualTo(200);
        assertThat(post("Origin: http://localhost").status()).isEqualTo(200);
        assertThat(post("Origin: https://page.example").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://inbox.lan       | X-Forwarded-Host | inbox.lan",
                "http://inbox.lan       | X-Forwarded-Host | inbox.lan, proxy.lan",
                "https://inbox.lan:8443 | X-Forwarded-Host | inbox.lan:8443",
                "https://inbox.lan      | Forwarded | for=192.0.2.1;host=inbox.lan;proto=https",
                "https://inbox.lan:8443 | Forwarded | Host=\"inbox.lan:8443\", for=192.0.2.2",
                "http://inbox.lan       | HX-Request | true"
            })
    void letsItsPageThroughBehindAProxyThatRewritesHost(String origin, String header, String value)
            throws IOException {
        assertThat(post("Origin: " + origin, header + ": " + value).status()).isEqualTo(200);
    }

    @Test
    void anotherSiteCannotEmbedButMayLink() throws IOException {
        String[] image = {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"};
        assertThat(service.get("/open", image).problem()).isEqualTo("other-site");
        String[] frame = {
            "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"
        };
        assertThat(service.get("/open", frame).problem()).isEqualTo("other-site");
        String[] link = {
            "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"
        };
        assertThat(service.get("/open", link).status()).isEqualTo(200);
        assertThat(service.get("/v1/media/1", link).problem()).isEqualTo("other-site");
        assertThat(service.get("/v1/media/1", "Sec-Fetch-Site: same-origin").status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "/v1/things | text/plain | 415",
                "/v1/things | application/x-www-form-urlencoded | 415",
                "/v1/things | multipart/form-data; boundary=a | 415",
                "/v1/things | nonsense | 415",
                "/v1/things | - | 415",
                "/v1/things | application/json; charset=utf-8 | 200",
                "/form | application/x-www-form-urlencoded | 200",
                "/form | text/plain | 415",
                "/webhooks | text/plain | 200"
            })
    void aBodyIsJsonSaveWhereItsRowSaysOtherwise(String path, String type, int status)
            throws IOException {
        String header = type == null ? "X-None: 1" : "Content-Type: " + type;

        assertThat(service.post(path, BODY, header, authorization()).status()).isEqualTo(status);
    }

    @Test
    void aChunkedBodyIsABody() throws IOException {
        Answer answer =
                service.send(
                        "POST",
                        "/v1/things",
                        "",
                        "Transfer-Encoding: chunked",
                        "Content-Type: text/plain",
                        authorization());

        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void bodiesAreBounded() throws IOException, InterruptedException {
        String large = "{\"name\":\"" + "a".repeat(2_000) + "\"}";

        assertThat(status(HttpRequest.BodyPublishers.ofString(large))).isEqualTo(413);
        // Its length is not known before it is read.
        assertThat(
                        status(
                                HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(large.getBytes(UTF_8)))))
                .isEqualTo(413);
    }

    private static int status(HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(service.root().resolve("/v1/things"))
                        .header("Content-Type", "application/json")
                        .header("Authorization", authorization().split(": ", 2)[1])
                        .POST(body)
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    private static void assertOtherSite(Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem()).isEqualTo("other-site");
    }

    private static Answer post(String... headers) throws IOException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = JSON;
        all[headers.length + 1] = authorization();
        return service.post("/v1/things", BODY, all);
    }

    private static String authorization() {
        return "Authorization: Bearer " + issuer.person("acme", Role.OWNER);
    }
}
