package dev.coexistence.conversation.login;

import dev.coexistence.schemas.TokenCipher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Cookies of the log-in: the session's, and for its ten minutes at most that of a log-in that is
 * under way. Over HTTPS their names begin with {@code __Host-}: no other host can set them.
 */
@Component
@ClosedMode
class SessionCookies {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String PURPOSE = "page-login";

    private final boolean secure;
    private final String session;
    private final String login;
    private final TokenCipher cipher;
    private final InstantSource time;

    SessionCookies(LoginSettings settings, TokenCipher cipher, InstantSource time) {
        this.secure = settings.isSecure();
        String prefix = secure ? "__Host-" : "";
        this.session = prefix + "inbox-session";
        this.login = prefix + "inbox-login";
        this.cipher = cipher;
        this.time = time;
    }

    /** The id that the browser brings, if it brings one. */
    Optional<SessionId> session(ServerWebExchange exchange) {
        return SessionId.parse(value(exchange, session));
    }

    void setSession(ServerWebExchange exchange, SessionId id) {
        exchange.getResponse().addCookie(cookie(session, id.secret()).build());
    }

    void clearSession(ServerWebExchange exchange) {
        clear(exchange, session);
    }

    /** The log-in that this browser began last, if it is not too long ago. */
    Optional<PendingLogin> login(ServerWebExchange exchange) {
        String value = value(exchange, login);
        if (value == null) {
            return Optional.empty();
        }
        try {
            byte[] encrypted = Base64.getUrlDecoder().decode(value);
            var pending = JSON.readValue(cipher.decrypt(PURPOSE, encrypted), PendingLogin.class);
            Instant end = pending.begunAt().plus(PATIENCE);
            return time.instant().isBefore(end) ? Optional.of(pending) : Optional.empty();
        } catch (IllegalArgumentException | JacksonException _) {
            return Optional.empty();
        }
    }

    void setLogin(ServerWebExchange exchange, PendingLogin pending) {
        byte[] encrypted = cipher.encrypt(PURPOSE, JSON.writeValueAsString(pending));
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(encrypted);
        exchange.getResponse().addCookie(cookie(login, value).maxAge(PATIENCE).build());
    }

    void clearLogin(ServerWebExchange exchange) {
        clear(exchange, login);
    }

    private void clear(ServerWebExchange exchange, String name) {
        exchange.getResponse().addCookie(cookie(name, "").maxAge(Duration.ZERO).build());
    }

    /** Lax, not Strict: the way back from the issuer is a link from another site. */
    private ResponseCookie.ResponseCookieBuilder cookie(String name, String value) {
        return ResponseCookie.from(name, value)
                .path("/")
                .secure(secure)
                .httpOnly(true)
                .sameSite("Lax");
    }

    private static @Nullable String value(ServerWebExchange exchange, String name) {
        HttpCookie cookie = exchange.getRequest().getCookies().getFirst(name);
        return cookie == null ? null : cookie.getValue();
    }
}
