package dev.coexistence.conversation.login;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Log-out, here and at the issuer (OpenID Connect RP-Initiated Logout). Where the issuer offers
 * none, or was not heard, the person is logged out here alone.
 */
@Controller
@ClosedMode
class LogoutController {
    static final String LOG_OUT = "/logout";
    static final String LOGGED_OUT = "/logged-out";

    private final OpenIdIssuer issuer;
    private final LoginSettings settings;
    private final SessionTable sessions;
    private final SessionCookies cookies;

    LogoutController(
            OpenIdIssuer issuer,
            LoginSettings settings,
            SessionTable sessions,
            SessionCookies cookies) {
        this.issuer = issuer;
        this.settings = settings;
        this.sessions = sessions;
        this.cookies = cookies;
    }

    @PostMapping(LOG_OUT)
    Mono<ResponseEntity<Void>> logOut(ServerWebExchange exchange) {
        return issuer.registration()
                .then()
                .onErrorComplete(OpenIdIssuer.IssuerAway.class)
                .then(
                        Mono.fromSupplier(() -> end(exchange))
                                .subscribeOn(Schedulers.boundedElastic()));
    }

    @GetMapping(LOGGED_OUT)
    String showLoggedOut(Model model) {
        model.addAttribute("start", LoginController.START);
        return "login/logged-out";
    }

    private ResponseEntity<Void> end(ServerWebExchange exchange) {
        URI here = here(exchange);
        URI target =
                SessionCaller.findSession(exchange)
                        .map(used -> {
                            sessions.delete(used.id());
                            return issuer.endOfSessions()
                                    .map(end -> endAtIssuer(end, used.session(), here))
                                    .orElse(here);
                        })
                        .orElse(here);
        cookies.clearSession(exchange);
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(target).build();
    }

    private URI endAtIssuer(URI end, LoginSession session, URI here) {
        return UriComponentsBuilder.fromUri(end)
                .queryParam("id_token_hint", "{token}")
                .queryParam("client_id", "{client}")
                .queryParam("post_logout_redirect_uri", "{here}")
                .encode()
                .buildAndExpand(session.tokens().identity(), settings.clientId(), here)
                .toUri();
    }

    private URI here(ServerWebExchange exchange) {
        URI asked = exchange.getRequest().getURI();
        return URI.create(
                (settings.url() == null
                                ? asked.getScheme() + "://" + asked.getRawAuthority()
                                : settings.url())
                        + LOGGED_OUT);
    }
}
