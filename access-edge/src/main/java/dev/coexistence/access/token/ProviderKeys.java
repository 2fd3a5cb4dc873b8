package dev.coexistence.access.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.coexistence.access.AccessRefusal;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Public keys of the provider, found by its discovery document. They are asked for when the first
 * token comes, again where a token names a key that is not among them (every five seconds at most,
 * whatever tokens name), and every five minutes, so that a withdrawn key is forgotten. While the
 * provider is away the keys that are known go on. Thread-safe.
 */
final class ProviderKeys {
    private static final Logger log = LoggerFactory.getLogger(ProviderKeys.class);
    private static final Duration REFRESH = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int CONNECT_MILLIS = 3_000;

    private final String issuer;
    private final LongSupplier nanos;
    private final WebClient client;

    private @Nullable Known known;
    private @Nullable Mono<Known> asking;
    private long askedAt;
    private boolean lastFailed;

    /** Keys as of one time, by the ticker. */
    private record Known(JWKSet keys, long since) {}

    ProviderKeys(String issuer, LongSupplier nanos) {
        this.issuer = issuer;
        this.nanos = nanos;
        this.client =
                WebClient.builder()
                        .clientConnector(
                                new ReactorClientHttpConnector(
                                        HttpClient.create()
                                                .responseTimeout(ANSWER)
                                                .option(
                                                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                                        CONNECT_MILLIS)))
                        .build();
    }

    /**
     * All keys, asked for again where the one that is looked for is not among them.
     *
     * @param id of the key that a token names; null where it names none
     */
    Mono<List<JWK>> find(@Nullable String id) {
        Mono<Known> now;
        synchronized (this) {
            Known present = known;
            boolean has = present != null && hasKey(present, id);
            if (present != null && has && !isOlder(present.since(), REFRESH)) {
                return Mono.just(present.keys().getKeys());
            }
            if (isOlder(askedAt, lastFailed ? FAILURE_PAUSE : PAUSE) || neverAsked()) {
                now = ask();
            } else if (asking != null) {
                now = asking;
            } else if (present != null && !lastFailed) {
                return Mono.just(present.keys().getKeys());
            } else {
                now = Mono.error(away());
            }
            if (present != null && has) {
                List<JWK> old = present.keys().getKeys();
                if (isOlder(present.since(), REFRESH.multipliedBy(2))) {
                    // After a pause of all calls: a key may be withdrawn long since.
                    return now.map(fresh -> fresh.keys().getKeys()).onErrorReturn(old);
                }
                var unused = now.subscribe(_ -> {}, _ -> {});
                return Mono.just(old);
            }
        }
        return now.map(fresh -> fresh.keys().getKeys());
    }

    private static boolean hasKey(Known present, @Nullable String id) {
        return id == null || present.keys().getKeyByKeyId(id) != null;
    }

    private boolean neverAsked() {
        return known == null && asking == null && !lastFailed;
    }

    private boolean isOlder(long since, Duration age) {
        return nanos.getAsLong() - since >= age.toNanos();
    }

    private Mono<Known> ask() {
        if (asking != null) {
            return asking;
        }
        askedAt = nanos.getAsLong();
        Mono<Known> once =
                fetch().doOnSuccess(this::keep)
                        .doOnError(this::noteFailure)
                        .onErrorMap(_ -> away())
                        .cache();
        asking = once;
        return once;
    }

    private synchronized void keep(Known fresh) {
        known = fresh;
        asking = null;
        lastFailed = false;
    }

    private synchronized void noteFailure(Throwable failure) {
        if (!lastFailed) {
            log.atWarn()
                    .addKeyValue("issuer", issuer)
                    .addKeyValue("error", failure.toString())
                    .log("The OpenID provider does not answer; tokens of known keys go on");
        }
        asking = null;
        lastFailed = true;
    }

    private Mono<Known> fetch() {
        String root = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return client.get()
                .uri(URI.create(root + "/.well-known/openid-configuration"))
                .retrieve()
                .bodyToMono(new ParameterizedTypeReference<Map<String, Object>>() {})
                .flatMap(document ->
                        client.get().uri(keysAddress(document)).retrieve().bodyToMono(String.class))
                .timeout(ANSWER.multipliedBy(2))
                .map(text -> new Known(parse(text), nanos.getAsLong()))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("An empty answer")));
    }

    private URI keysAddress(Map<String, Object> document) {
        if (!issuer.equals(document.get("issuer"))) {
            throw new IllegalStateException(
                    "The discovery document is of issuer " + document.get("issuer"));
        }
        if (!(document.get("jwks_uri") instanceof String address)) {
            throw new IllegalStateException("The discovery document has no jwks_uri");
        }
        return URI.create(address);
    }

    private static JWKSet parse(String text) {
        try {
            return JWKSet.parse(text).toPublicJWKSet();
        } catch (ParseException e) {
            throw new IllegalStateException("The provider's keys cannot be read", e);
        }
    }

    private static AccessRefusal away() {
        return AccessRefusal.away(
                "provider-away",
                "The OpenID provider does not answer, and this token's key is new");
    }
}
