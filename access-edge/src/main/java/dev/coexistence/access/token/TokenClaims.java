package dev.coexistence.access.token;

import dev.coexistence.access.AccessRefusal;
import dev.coexistence.access.AccessSettings;
import dev.coexistence.access.Caller;
import dev.coexistence.access.Role;
import dev.coexistence.access.Scope;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;

/**
 * Claims of a token as a caller. The scopes of a person come from the roles alone: what a client
 * asked for at the log-in says nothing of the person. Those of a program come from its {@code
 * scope} too.
 */
public final class TokenClaims {
    private static final int LONGEST_TENANT = 100;

    private final AccessSettings settings;
    private final OAuth2TokenValidator<Jwt> times;

    public TokenClaims(AccessSettings settings) {
        this.settings = settings;
        this.times = new JwtTimestampValidator(settings.clockSkew());
    }

    /**
     * The caller of a token whose signature is right.
     *
     * @throws AccessRefusal where a claim is not as it must be
     */
    Caller judge(Jwt token) {
        if (token.getExpiresAt() == null || times.validate(token).hasErrors()) {
            throw AccessRefusal.badCredentials(
                    "expired", "The token has expired, is not valid yet, or never expires");
        }
        Object issuer = token.getClaims().get("iss");
        if (issuer == null || !issuer.toString().equals(settings.requiredIssuer())) {
            throw AccessRefusal.badCredentials("issuer", "The token is of another issuer");
        }
        if (token.getAudience() == null || !token.getAudience().contains(settings.audience())) {
            throw AccessRefusal.badCredentials("audience", "The token is for another audience");
        }
        return callerOf(token.getClaims(), token.getTokenValue());
    }

    /**
     * The caller that claims speak of, those of an ID token of a log-in for instance.
     *
     * @param bearer the access token, for calls on to neighbours
     * @throws AccessRefusal where a claim is not as it must be
     */
    public Caller callerOf(Map<String, Object> claims, @Nullable String bearer) {
        String subject = text(claims, "sub");
        if (subject == null) {
            throw AccessRefusal.badCredentials("claims", "The token has no subject");
        }
        Caller.Kind kind = kind(claims, subject);
        Set<Scope> scopes = scopes(claims, kind);
        return new Caller(
                kind, subject, name(claims, subject), tenant(claims, kind, scopes), scopes, bearer);
    }

    private Caller.Kind kind(Map<String, Object> claims, String subject) {
        String client = text(claims, "client_id");
        if (client == null) {
            client = text(claims, "azp");
        }
        boolean program =
                (client != null
                                && (subject.equals(client)
                                        || subject.equals(client + "@clients")
                                        || isServiceAccount(claims, client)))
                        || "app".equals(text(claims, "idtyp"));
        if (!program) {
            return Caller.Kind.PERSON;
        }
        return client != null && settings.services().contains(client)
                ? Caller.Kind.SERVICE
                : Caller.Kind.PROGRAM;
    }

    /**
     * Keycloak's account of a client. Its name alone is no proof, as a person may take it where the
     * client has no such account: Keycloak adds the client's id to the client's own tokens only.
     */
    private static boolean isServiceAccount(Map<String, Object> claims, String client) {
        return ("service-account-" + client).equals(text(claims, "preferred_username"))
                && (client.equals(text(claims, "client_id"))
                        || client.equals(text(claims, "clientId")));
    }

    private Set<Scope> scopes(Map<String, Object> claims, Caller.Kind kind) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String role : words(find(claims, settings.rolesClaim()))) {
            Role.find(role).ifPresent(known -> scopes.addAll(known.scopes()));
        }
        if (kind != Caller.Kind.PERSON) {
            Object given = claims.containsKey("scope") ? claims.get("scope") : claims.get("scp");
            for (String word : words(given)) {
                Scope.find(word).ifPresent(scopes::add);
            }
        }
        return scopes;
    }

    private @Nullable String tenant(
            Map<String, Object> claims, Caller.Kind kind, Set<Scope> scopes) {
        Object tenant = find(claims, settings.tenantClaim());
        boolean operates = scopes.contains(Scope.OPERATE);
        if (tenant == null && (operates || kind == Caller.Kind.SERVICE)) {
            return null;
        }
        if (!(tenant instanceof String text)
                || text.isBlank()
                || !text.equals(text.strip())
                || text.length() > LONGEST_TENANT) {
            throw AccessRefusal.badCredentials(
                    "tenant", "The token must name one tenant in " + settings.tenantClaim());
        }
        if (operates) {
            throw AccessRefusal.badCredentials(
                    "tenant", "An operator of the platform has no tenant, but the token names one");
        }
        return text;
    }

    private static String name(Map<String, Object> claims, String subject) {
        for (String claim : List.of("name", "preferred_username", "client_name")) {
            String name = text(claims, claim);
            if (name != null) {
                return name;
            }
        }
        return subject;
    }

    private static @Nullable String text(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof String text && !text.isBlank() ? text : null;
    }

    /** The claim of this name, or the one that its dots lead to. */
    private static @Nullable Object find(Map<String, Object> claims, String name) {
        if (claims.containsKey(name)) {
            return claims.get(name);
        }
        Object at = claims;
        for (String step : Arrays.asList(name.split("\\.", -1))) {
            if (!(at instanceof Map<?, ?> object)) {
                return null;
            }
            at = object.get(step);
        }
        return at;
    }

    private static List<String> words(@Nullable Object claim) {
        return switch (claim) {
            case String text -> Arrays.asList(text.split("\\s+", -1));
            case Collection<?> list ->
                    list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
            case null, default -> List.of();
        };
    }
}
