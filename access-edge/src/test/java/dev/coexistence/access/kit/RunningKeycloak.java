package dev.coexistence.access.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Keycloak on a free port of loopback, in memory, with the realm of {@code
 * deploy/identity/keycloak/realm.json}. The profile {@code keycloak} unpacks its distribution and
 * names it in the system property {@value #HOME}.
 */
public final class RunningKeycloak implements AutoCloseable {
    /** Folder of the distribution; without it there is no Keycloak to start. */
    public static final String HOME = "keycloak.home";

    /** How to have one, for tests that are skipped without. */
    public static final String HOW_TO_GET = "Keycloak is started by ./mvnw verify -Pkeycloak";

    public static final String REALM = "coexistence";
    public static final String OTHER_REALM = "elsewhere";

    private static final String ADMIN = "admin";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String adminPassword = UUID.randomUUID().toString();
    private final KeycloakProcess process;
    private final String root;

    private RunningKeycloak(Path home) throws IOException, InterruptedException {
        process = KeycloakProcess.start(home, ADMIN, adminPassword);
        root = process.awaitAddress();
        makeOtherRealm();
    }

    /** Starts one and waits until it answers; minutes, the first time. */
    public static RunningKeycloak start() {
        try {
            return new RunningKeycloak(Path.of(KeycloakProcess.setting(HOME)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The realm's issuer, as its tokens name it. */
    public String issuer(String realm) {
        return root + "/realms/" + realm;
    }

    /** Arguments that make a service a closed one with this provider, as its document says. */
    public String[] arguments() {
        return new String[] {
            "--access.open=false",
            "--access.issuer=" + issuer(REALM),
            "--access.roles-claim=realm_access.roles",
            "--access.caller-rate=100000",
            "--access.tenant-rate=100000",
            "--access.failures-per-minute=1000000"
        };
    }

    /**
     * Access token of a program, by client credentials.
     *
     * @param scope words between blanks that the program asks for; empty for none
     */
    public String programToken(String realm, String client, String scope) {
        return token(
                realm,
                Map.of("grant_type", "client_credentials", "scope", scope),
                client + ":" + sampleSecret(client));
    }

    /**
     * Access token of a person, by name and password, for a client that takes them.
     *
     * @param scope words between blanks that the client asks for
     */
    public String personToken(String client, String user, String scope) {
        return token(
                REALM,
                Map.of(
                        "grant_type",
                        "password",
                        "username",
                        user,
                        "password",
                        sampleSecret(user),
                        "scope",
                        scope),
                client + ":" + sampleSecret(client));
    }

    /** The sample secret or password of a client or person of the realm's file. */
    public static String sampleSecret(String name) {
        return "sample-only-" + name.replace('@', '-');
    }

    /** Claims of a token. */
    public static JsonNode claims(String token) {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    }

    /** Signs with a new key from now on; the old one stays published. */
    public void rotate() {
        admin(
                "POST",
                REALM + "/components",
                Map.of(
                        "name",
                        "rsa-" + UUID.randomUUID(),
                        "providerId",
                        "rsa-generated",
                        "providerType",
                        "org.keycloak.keys.KeyProvider",
                        "config",
                        Map.of("priority", List.of("200"))));
    }

    /**
     * Asks the administration's API.
     *
     * @param path below {@code /admin/realms/}
     */
    public JsonNode admin(String method, String path, Map<String, ?> body) {
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(URI.create(root + "/admin/realms/" + path))
                                .header("Authorization", "Bearer " + adminToken())
                                .header("Content-Type", "application/json")
                                .method(
                                        method,
                                        body.isEmpty()
                                                ? BodyPublishers.noBody()
                                                : BodyPublishers.ofString(
                                                        JSON.writeValueAsString(body))));
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }

    private String adminToken() {
        return token(
                "master",
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        ADMIN,
                        "password",
                        adminPassword),
                "");
    }

    /** Another realm whose program claims the same audience, tenant and role. */
    private void makeOtherRealm() {
        admin("POST", "", Map.of("realm", OTHER_REALM, "enabled", true));
        addProgram(
                OTHER_REALM,
                "demo-program",
                KeycloakMappers.audience(TestIssuer.AUDIENCE),
                KeycloakMappers.claim("tenant", "default"),
                KeycloakMappers.claim("roles", "owner"));
    }

    /**
     * Adds a program with its {@link #sampleSecret}.
     *
     * @param mappers of what its tokens say, besides what the realm has them say
     */
    @SafeVarargs
    public final void addProgram(String realm, String client, Map<String, Object>... mappers) {
        admin(
                "POST",
                realm + "/clients",
                Map.of(
                        "clientId",
                        client,
                        "secret",
                        sampleSecret(client),
                        "serviceAccountsEnabled",
                        true,
                        "protocolMappers",
                        List.of(mappers)));
    }

    private String token(String realm, Map<String, String> form, String credentials) {
        String body =
                form.entrySet().stream()
                        .filter(field -> !field.getValue().isEmpty())
                        .map(field -> field.getKey() + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&"));
        var request =
                HttpRequest.newBuilder(URI.create(issuer(realm) + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body));
        if (!credentials.isEmpty()) {
            request.header(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        }
        HttpResponse<String> answer = send(request);
        String token = JSON.readTree(answer.body()).path("access_token").asString("");
        if (token.isEmpty()) {
            throw new IllegalStateException("No token: " + answer.body());
        }
        return token;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.timeout(Duration.ofMinutes(1)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Ends the process; its data were in memory. */
    @Override
    public void close() {
        process.close();
        http.close();
    }
}
