package dev.coexistence.conversation.login;

import com.nimbusds.jose.JWSAlgorithm;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.coexistence.access.Role;
import dev.coexistence.access.kit.TestIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * Issuer at which people log in: authorization code with PKCE, refresh tokens that each hold once,
 * log-out. Whoever comes is logged in as the person that stands at the door.
 */
public final class LoginIssuer implements AutoCloseable {
    public static final String SECRET = "a secret of the page";

    private static final String CLIENT = "inbox";
    private static final int LIFE_SECONDS = 240;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestIssuer keys = TestIssuer.start();
    private final Map<String, Granted> codes = new ConcurrentHashMap<>();
    private final Map<String, Person> refreshTokens = new ConcurrentHashMap<>();
    private final List<Map<String, String>> authorizations = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> ends = new CopyOnWriteArrayList<>();
    private final AtomicInteger renewals = new AtomicInteger();
    private volatile Person door = new Person("jonas", "Jonas Berg", "default", Role.AGENT);
    private volatile @Nullable String denial;
    private volatile JWSAlgorithm algorithm = JWSAlgorithm.RS256;
    private int port;
    private @Nullable HttpServer server;

    /** A person; an operator has no tenant. */
    public record Person(String id, String name, @Nullable String tenant, Role... roles) {}

    private record Granted(Person person, Map<String, String> asked) {}

    private LoginIssuer() {}

    public static LoginIssuer start() {
        var issuer = new LoginIssuer();
        issuer.comeBack();
        return issuer;
    }

    public void goAway() {
        HttpServer running = server;
        if (running != null) {
            running.stop(0);
            server = null;
        }
        keys.goAway();
    }

    public void comeBack() {
        try {
            var started =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
            started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.createContext("/", this::answer);
            started.start();
            port = started.getAddress().getPort();
            server = started;
            keys.goAway();
            keys.comeBack();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Arguments that make a service a closed one whose people log in here. */
    public String[] arguments() {
        return new String[] {
            "--access.open=false",
            "--access.issuer=" + url(),
            "--access.caller-rate=100000",
            "--access.tenant-rate=100000",
            "--login.client-secret=" + SECRET
        };
    }

    /** The next ones who come are this person. */
    public void admit(Person person) {
        door = person;
        denial = null;
    }

    /** The next ones who come are sent back with an error. */
    public void deny(String error) {
        denial = error;
    }

    /** Signs by that algorithm of RSA keys from now on. */
    public void signBy(String name) {
        algorithm = JWSAlgorithm.parse(name);
    }

    /** Parameters with which browsers came to log in. */
    public List<Map<String, String>> authorizations() {
        return authorizations;
    }

    /** Parameters with which browsers came to log out. */
    public List<Map<String, String>> ends() {
        return ends;
    }

    /** Times that a refresh token was taken. */
    public int renewals() {
        return renewals.get();
    }

    /** No refresh token holds any more. */
    public void forgetEverybody() {
        refreshTokens.clear();
    }

    /** A new refresh token of a person, as after a log-in. */
    public String refreshToken(Person person) {
        String token = UUID.randomUUID().toString();
        refreshTokens.put(token, person);
        return token;
    }

    /** An access token of a person. */
    public String accessToken(Person person) {
        return token(person, "coexistence", null);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/openid-configuration" -> json(exchange, 200, discovery());
                case "/authorize" -> authorize(exchange);
                case "/token" -> token(exchange);
                case "/logout" -> end(exchange);
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private Map<String, Object> discovery() {
        var described = new LinkedHashMap<String, Object>();
        described.put("issuer", url());
        described.put("authorization_endpoint", url() + "/authorize");
        described.put("token_endpoint", url() + "/token");
        described.put("end_session_endpoint", url() + "/logout");
        described.put("jwks_uri", keys.url() + "/keys");
        described.put("response_types_supported", List.of("code"));
        described.put("subject_types_supported", List.of("public"));
        described.put("id_token_signing_alg_values_supported", List.of("RS256", "PS256"));
        described.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic"));
        return described;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
        authorizations.add(asked);
        var back =
                UriComponentsBuilder.fromUriString(asked.getOrDefault("redirect_uri", ""))
                        .queryParam("state", "{state}")
                        .queryParam("iss", "{iss}");
        String error = denial;
        String code = UUID.randomUUID().toString();
        if (error == null) {
            codes.put(code, new Granted(door, asked));
        }
        redirect(
                exchange,
                back.queryParam(error == null ? "code" : "error", "{code}")
                        .encode()
                        .buildAndExpand(asked.get("state"), url(), error == null ? code : error)
                        .toUriString());
    }

    private void token(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> given = parameters(body);
        if (!isPage(exchange.getRequestHeaders().getFirst("Authorization"))) {
            json(exchange, 401, Map.of("error", "invalid_client"));
            return;
        }
        if ("refresh_token".equals(given.get("grant_type"))) {
            renewals.incrementAndGet();
            Person person = refreshTokens.remove(given.getOrDefault("refresh_token", ""));
            json(
                    exchange,
                    person == null ? 400 : 200,
                    person == null ? Map.of("error", "invalid_grant") : tokens(person, null));
            return;
        }
        Granted granted = codes.remove(given.getOrDefault("code", ""));
        boolean proven =
                granted != null
                        && "S256".equals(granted.asked().get("code_challenge_method"))
                        && challenge(given.getOrDefault("code_verifier", ""))
                                .equals(granted.asked().get("code_challenge"))
                        && granted.asked()
                                .getOrDefault("redirect_uri", "")
                                .equals(given.get("redirect_uri"));
        json(
                exchange,
                proven ? 200 : 400,
                granted == null || !proven
                        ? Map.of("error", "invalid_grant")
                        : tokens(granted.person(), granted.asked().get("nonce")));
    }

    private void end(HttpExchange exchange) throws IOException {
        Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
        ends.add(asked);
        redirect(exchange, asked.getOrDefault("post_logout_redirect_uri", url()));
    }

    private Map<String, Object> tokens(Person person, @Nullable String nonce) {
        var tokens = new LinkedHashMap<String, Object>();
        tokens.put("access_token", accessToken(person));
        tokens.put("token_type", "Bearer");
        tokens.put("expires_in", LIFE_SECONDS);
        tokens.put("refresh_token", refreshToken(person));
        tokens.put("id_token", token(person, CLIENT, nonce));
        return tokens;
    }

    private String token(Person person, String audience, @Nullable String nonce) {
        return keys.token(
                algorithm,
                claims -> {
                    claims.issuer(url())
                            .subject(person.id())
                            .audience(audience)
                            .claim("client_id", CLIENT)
                            .claim("name", person.name())
                            .claim("roles", Arrays.stream(person.roles()).map(Role::word).toList())
                            .expirationTime(Date.from(Instant.now().plusSeconds(LIFE_SECONDS)));
                    if (person.tenant() != null) {
                        claims.claim("tenant", person.tenant());
                    }
                    return nonce == null ? claims : claims.claim("nonce", nonce);
                });
    }

    private static boolean isPage(@Nullable String authorization) {
        String expected = CLIENT + ":" + java.net.URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        return ("Basic "
                        + Base64.getEncoder()
                                .encodeToString(expected.getBytes(StandardCharsets.UTF_8)))
                .equals(authorization);
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> parameters(@Nullable String query) {
        var parameters = new HashMap<String, String>();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                parameters.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        exchange.sendResponseHeaders(302, -1);
    }

    private static void json(HttpExchange exchange, int status, Map<String, ?> body)
            throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        goAway();
        keys.close();
    }
}
