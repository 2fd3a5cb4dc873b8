package dev.coexistence.conversation.login;

import dev.coexistence.access.AccessSettings;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientException;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * The issuer as it describes itself (OpenID Connect Discovery). It is asked when somebody logs in,
 * not at the start: the service runs where the issuer is away.
 */
@Component
@ClosedMode
class OpenIdIssuer {
    /** Id of the page's registration, in the addresses of the log-in. */
    static final String REGISTRATION = "inbox";

    private static final Duration FRESH = Duration.ofHours(1);
    private static final ParameterizedTypeReference<Map<String, Object>> JSON_OBJECT =
            new ParameterizedTypeReference<>() {};

    private final String issuer;
    private final LoginSettings settings;
    private final InstantSource time;
    private final WebClient http;
    private volatile @Nullable Described known;

    private record Described(ClientRegistration registration, Instant at) {}

    /** The issuer does not answer, or with nothing that can be read. */
    static final class IssuerAway extends RuntimeException {
        private static final long serialVersionUID = 1L;

        IssuerAway(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    OpenIdIssuer(AccessSettings access, LoginSettings settings, InstantSource time) {
        this.issuer = access.requiredIssuer();
        this.settings = settings;
        this.time = time;
        this.http = client(settings.timeout());
    }

    private static WebClient client(Duration timeout) {
        HttpClient netty =
                HttpClient.create()
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(timeout.toMillis()))
                        .responseTimeout(timeout);
        return WebClient.builder().clientConnector(new ReactorClientHttpConnector(netty)).build();
    }

    /** Client of the issuer, with its deadline. */
    WebClient http() {
        return http;
    }

    String name() {
        return issuer;
    }

    /** The page's registration; fails with {@link IssuerAway} where the issuer was never heard. */
    Mono<ClientRegistration> registration() {
        return Mono.defer(() -> {
            Described last = known;
            if (last == null) {
                return discover();
            }
            return last.at().plus(FRESH).isAfter(time.instant())
                    ? Mono.just(last.registration())
                    : discover().onErrorReturn(IssuerAway.class, last.registration());
        });
    }

    /** Address of the issuer's log-out; empty where it has none or was not heard yet. */
    Optional<URI> endOfSessions() {
        Described last = known;
        return last != null
                        && last.registration()
                                        .getProviderDetails()
                                        .getConfigurationMetadata()
                                        .get("end_session_endpoint")
                                instanceof String address
                ? Optional.of(URI.create(address))
                : Optional.empty();
    }

    /** True where a failure is the issuer's silence rather than its refusal. */
    static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IssuerAway
                    || cause instanceof WebClientException
                    || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    private Mono<ClientRegistration> discover() {
        String root = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return http.get()
                .uri(URI.create(root + "/.well-known/openid-configuration"))
                .retrieve()
                .bodyToMono(JSON_OBJECT)
                .timeout(settings.timeout())
                .map(this::registration)
                .onErrorMap(
                        failure -> !(failure instanceof IssuerAway),
                        failure -> new IssuerAway("The issuer does not describe itself", failure))
                .doOnNext(found -> known = new Described(found, time.instant()));
    }

    private ClientRegistration registration(Map<String, Object> described) {
        if (!issuer.equals(described.get("issuer"))) {
            throw new IssuerAway("Another issuer answers at the address of ACCESS_ISSUER", null);
        }
        ClientRegistration.Builder builder =
                ClientRegistrations.fromOidcConfiguration(described)
                        .registrationId(REGISTRATION)
                        .clientId(settings.clientId())
                        .scope(settings.scopes())
                        .redirectUri(
                                (settings.url() == null ? "{baseUrl}" : settings.url().toString())
                                        + "/login/oauth2/code/"
                                        + REGISTRATION);
        String secret = settings.clientSecret();
        return (secret == null
                        ? builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                        : builder.clientSecret(secret))
                .build();
    }
}
