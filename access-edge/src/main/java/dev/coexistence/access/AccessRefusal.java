package dev.coexistence.access;

import dev.coexistence.http.HttpProblems;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Refusal of a request, with its problem and the reason under which it is counted. */
public final class AccessRefusal extends ErrorResponseException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean guess;

    private AccessRefusal(ProblemDetail problem, String reason, boolean guess) {
        super(HttpStatusCode.valueOf(problem.getStatus()), problem, null);
        this.reason = reason;
        this.guess = guess;
    }

    /** Refusal of a request without credentials. */
    static AccessRefusal noCredentials() {
        var refusal =
                new AccessRefusal(
                        HttpProblems.of(
                                HttpStatus.UNAUTHORIZED,
                                "unauthenticated",
                                "Nobody is known to call",
                                "Send Authorization: Bearer with a token of the issuer or an API"
                                        + " key"),
                        "no-credentials",
                        false);
        refusal.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"coexistence\"");
        return refusal;
    }

    /**
     * Refusal of credentials.
     *
     * @param reason in kebab case, one of a few: it is the tag of a metric
     * @param detail for the caller; without the credentials
     */
    public static AccessRefusal badCredentials(String reason, String detail) {
        var refusal =
                new AccessRefusal(
                        HttpProblems.of(
                                HttpStatus.UNAUTHORIZED,
                                "unauthenticated",
                                "The credentials are refused",
                                detail),
                        reason,
                        true);
        refusal.getHeaders()
                .set(
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Bearer realm=\"coexistence\", error=\"invalid_token\","
                                + " error_description=\""
                                + detail.replaceAll("[^ !#-\\[\\]-~]", "'")
                                + '"');
        return refusal;
    }

    /** Refusal for the time that credentials cannot be judged, or an act not be written down. */
    public static AccessRefusal away(String reason, String detail) {
        var refusal =
                new AccessRefusal(
                        HttpProblems.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                reason,
                                "This cannot be decided now",
                                detail),
                        reason,
                        false);
        refusal.getHeaders().set(HttpHeaders.RETRY_AFTER, "5");
        return refusal;
    }

    /** Refusal of a caller that lacks the scopes of a route. */
    static AccessRefusal forbidden(Collection<Scope> scopes) {
        String words = scopes.stream().map(Scope::word).sorted().collect(Collectors.joining(" "));
        var problem =
                HttpProblems.of(
                        HttpStatus.FORBIDDEN,
                        "forbidden",
                        "The caller may not do this",
                        "This needs "
                                + (scopes.size() > 1 ? "one of the scopes " : "the scope ")
                                + words);
        problem.setProperty("scopes", scopes.stream().map(Scope::word).sorted().toList());
        var refusal = new AccessRefusal(problem, "forbidden", false);
        refusal.getHeaders()
                .set(
                        HttpHeaders.WWW_AUTHENTICATE,
                        "Bearer realm=\"coexistence\", error=\"insufficient_scope\", scope=\""
                                + words
                                + '"');
        return refusal;
    }

    /** Refusal by a controller of what needs a scope only in some of its cases. */
    public static AccessRefusal missing(Scope scope) {
        return forbidden(List.of(scope));
    }

    /** Refusal of what a browser must not send or show. */
    static AccessRefusal ofBrowser(
            HttpStatusCode status, String type, String title, String detail) {
        return new AccessRefusal(HttpProblems.of(status, type, title, detail), type, false);
    }

    /** Refusal of what comes too fast. */
    static AccessRefusal tooFast(String reason, String detail, Duration wait) {
        var refusal =
                new AccessRefusal(
                        HttpProblems.of(
                                HttpStatus.TOO_MANY_REQUESTS, "too-fast", "Too fast", detail),
                        reason,
                        false);
        refusal.getHeaders()
                .set(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, ceilSeconds(wait))));
        return refusal;
    }

    static long ceilSeconds(Duration wait) {
        return (wait.toMillis() + 999) / 1000;
    }

    public String reason() {
        return reason;
    }

    /** True where it answers credentials that may have been guessed. */
    boolean isGuess() {
        return guess;
    }

    /** Without a stack: it tells of a request, not of the code. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
