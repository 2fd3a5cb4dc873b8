package dev.coexistence.conversation.login;

import dev.coexistence.access.Caller;
import dev.coexistence.access.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Session of a person who has logged in.
 *
 * @param id subject at the issuer
 * @param tenant null for an operator of the platform
 * @param scopes words of what the person may do
 * @param formToken that the page's forms bring back, so that no other site can send them
 */
record LoginSession(
        String id,
        String name,
        @Nullable String tenant,
        Set<String> scopes,
        LoginTokens tokens,
        String formToken) {

    LoginSession {
        scopes = Set.copyOf(scopes);
    }

    /**
     * Tokens of the issuer.
     *
     * @param expiresAt of the access token
     * @param refresh null where the issuer gives none: the session ends with the access token
     * @param identity the ID token, by which the issuer knows whom to log out
     */
    record LoginTokens(
            String access,
            Instant issuedAt,
            Instant expiresAt,
            @Nullable String refresh,
            String identity) {
        /** At most this long before its end an access token is renewed. */
        private static final Duration EARLY = Duration.ofMinutes(1);

        /** From then on the access token is renewed: a while before its end. */
        Instant renewAt() {
            Duration early = Duration.between(issuedAt, expiresAt).dividedBy(4);
            return expiresAt.minus(early.compareTo(EARLY) < 0 ? early : EARLY);
        }

        @Override
        public String toString() {
            return "LoginTokens[redacted]";
        }
    }

    /** A new session of a person, as the access token describes the person. */
    static LoginSession begin(Caller person, LoginTokens tokens) {
        return of(person, tokens, SessionId.randomText());
    }

    /** The same session with new tokens: what the person may do is what these say. */
    LoginSession renew(Caller person, LoginTokens fresh) {
        return of(person, fresh, formToken);
    }

    private static LoginSession of(Caller person, LoginTokens tokens, String formToken) {
        var words = new TreeSet<String>();
        person.scopes().forEach(scope -> words.add(scope.word()));
        return new LoginSession(
                person.id(), person.name(), person.tenant(), words, tokens, formToken);
    }

    Caller caller() {
        var known = EnumSet.noneOf(Scope.class);
        scopes.forEach(word -> Scope.find(word).ifPresent(known::add));
        return new Caller(Caller.Kind.PERSON, id, name, tenant, known, tokens.access());
    }

    @Override
    public String toString() {
        return "LoginSession[" + List.copyOf(scopes) + ", tenant " + tenant + "]";
    }
}
