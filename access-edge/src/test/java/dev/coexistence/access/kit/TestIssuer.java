package dev.coexistence.access.kit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.coexistence.access.Role;
import dev.coexistence.access.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * Issuer of real tokens: a discovery document, keys, and tokens that it signs. It can be taken away
 * and brought back at the same address, and its keys rotate.
 */
public final class TestIssuer implements AutoCloseable {
    public static final String AUDIENCE = "coexistence";

    private static final RSAKey FIRST_KEY = newKey("first");
    private static final RSAKey FORGER_KEY = newKey("forger");
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final AtomicInteger questions = new AtomicInteger();
    private final List<RSAKey> published = new ArrayList<>(List.of(FIRST_KEY));
    private RSAKey signing = FIRST_KEY;
    private int port;
    private @Nullable DisposableServer server;

    private TestIssuer() {}

    /** An issuer that answers, on a free port of loopback. */
    public static TestIssuer start() {
        var issuer = new TestIssuer();
        issuer.comeBack();
        return issuer;
    }

    /** An issuer that has an address, but does not answer yet. */
    public static TestIssuer away() {
        TestIssuer issuer = start();
        issuer.goAway();
        return issuer;
    }

    public void goAway() {
        DisposableServer running = server;
        if (running != null) {
            running.disposeNow(Duration.ofSeconds(5));
            server = null;
        }
    }

    public void comeBack() {
        DisposableServer started =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(port)
                        .route(routes ->
                                routes.get(
                                                "/.well-known/openid-configuration",
                                                (_, response) ->
                                                        response.header(
                                                                        "Content-Type",
                                                                        "application/json")
                                                                .sendString(Mono.just(discovery())))
                                        .get(
                                                "/keys",
                                                (_, response) ->
                                                        response.header(
                                                                        "Content-Type",
                                                                        "application/json")
                                                                .sendString(
                                                                        Mono.fromSupplier(
                                                                                this::keys))))
                        .bindNow();
        port = started.port();
        server = started;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Arguments that make a service a closed one with this issuer. */
    public String[] arguments() {
        return new String[] {
            "--access.open=false",
            "--access.issuer=" + url(),
            "--access.failures-per-minute=1000000",
            "--access.caller-rate=100000",
            "--access.tenant-rate=100000"
        };
    }

    /** Signs with a new key from now on; the old one stays published. */
    public synchronized void rotate() {
        signing = newKey("key-" + UUID.randomUUID());
        published.add(signing);
    }

    /** Takes all keys but the newest away. */
    public synchronized void withdrawOldKeys() {
        published.removeIf(key -> !key.equals(signing));
    }

    /** Times that the keys were asked for. */
    public int questions() {
        return questions.get();
    }

    /** Token of a person with roles in a tenant. */
    public String person(String tenant, Role... roles) {
        return token(claims ->
                claims.claim("tenant", tenant)
                        .claim("name", "Person of " + tenant)
                        .claim("roles", Arrays.stream(roles).map(Role::word).toList()));
    }

    /** Token of an operator of the platform. */
    public String operator() {
        return token(claims ->
                claims.claim("name", "Operator").claim("roles", List.of(Role.OPERATOR.word())));
    }

    /** Token of a program with scopes in a tenant. */
    public String program(String tenant, Scope... scopes) {
        String client = "program-" + UUID.randomUUID();
        return token(claims ->
                claims.subject(client)
                        .claim("client_id", client)
                        .claim("tenant", tenant)
                        .claim(
                                "scope",
                                Arrays.stream(scopes)
                                        .map(Scope::word)
                                        .collect(Collectors.joining(" "))));
    }

    /** Token whose claims a test changes; without changes a person without roles or tenant. */
    public String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return token(JWSAlgorithm.RS256, change);
    }

    /** The same, signed by another algorithm of RSA keys. */
    public synchronized String token(
            JWSAlgorithm algorithm, UnaryOperator<JWTClaimsSet.Builder> change) {
        return sign(signing, algorithm, change.apply(claims()).build());
    }

    /** Token that nobody signed. */
    public String unsigned(UnaryOperator<JWTClaimsSet.Builder> change) {
        return new PlainJWT(change.apply(claims()).build()).serialize();
    }

    /** Token signed by HMAC with the public key as its secret, for a judge that confuses them. */
    public synchronized String signedByPublicKey(UnaryOperator<JWTClaimsSet.Builder> change) {
        try {
            var header =
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(signing.getKeyID()).build();
            var token = new SignedJWT(header, change.apply(claims()).build());
            token.sign(new MACSigner(signing.toPublicKey().getEncoded()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Token of this issuer's name that another key signed. */
    public synchronized String forged(UnaryOperator<JWTClaimsSet.Builder> change) {
        return sign(
                new RSAKey.Builder(FORGER_KEY).keyID(signing.getKeyID()).build(),
                JWSAlgorithm.RS256,
                change.apply(claims()).build());
    }

    /** Token as it was an hour ago. */
    public String expired(String tenant, Role... roles) {
        return token(claims ->
                claims.claim("tenant", tenant)
                        .claim("roles", Arrays.stream(roles).map(Role::word).toList())
                        .issueTime(Date.from(Instant.now().minusSeconds(3_900)))
                        .expirationTime(Date.from(Instant.now().minusSeconds(3_600))));
    }

    private JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(AUDIENCE)
                .subject("person-" + UUID.randomUUID())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)));
    }

    /** Any text of claims, signed: for JSON that no library writes. */
    public synchronized String signText(String json) {
        try {
            var header =
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(signing.getKeyID()).build();
            var token = new JWSObject(header, new Payload(json));
            token.sign(new RSASSASigner(signing));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(RSAKey key, JWSAlgorithm algorithm, JWTClaimsSet claims) {
        try {
            var header =
                    new JWSHeader.Builder(algorithm)
                            .keyID(key.getKeyID())
                            .type(JOSEObjectType.JWT)
                            .build();
            var token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String discovery() {
        return "{\"issuer\":\"" + url() + "\",\"jwks_uri\":\"" + url() + "/keys\"}";
    }

    private synchronized String keys() {
        questions.incrementAndGet();
        return new JWKSet(List.copyOf(published)).toPublicJWKSet().toString();
    }

    @Override
    public void close() {
        goAway();
    }
}
