package dev.coexistence.conversation.login;

import dev.coexistence.conversation.login.LoginFlow.Returned;
import dev.coexistence.conversation.login.LoginOutcome.Denied;
import dev.coexistence.conversation.login.LoginOutcome.IssuerSilent;
import dev.coexistence.conversation.login.LoginOutcome.LoggedIn;
import dev.coexistence.conversation.login.LoginOutcome.Unknown;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Way to the issuer and back. */
@Controller
@ClosedMode
class LoginController {
    static final String START = "/oauth2/authorization/" + OpenIdIssuer.REGISTRATION;
    static final String RETURN = "/login/oauth2/code/" + OpenIdIssuer.REGISTRATION;

    private static final Logger LOG = LoggerFactory.getLogger(LoginController.class);

    private final LoginSettings settings;
    private final LoginFlow flow;
    private final SessionCookies cookies;
    private final SessionTable sessions;
    private final LoginMeters meters;

    LoginController(
            LoginSettings settings,
            LoginFlow flow,
            SessionCookies cookies,
            SessionTable sessions,
            LoginMeters meters) {
        this.settings = settings;
        this.flow = flow;
        this.cookies = cookies;
        this.sessions = sessions;
        this.meters = meters;
    }

    /** To the issuer, or a page that says that it does not answer or would be insecure. */
    @GetMapping(START)
    Mono<Rendering> begin(
            @RequestParam(defaultValue = "/") String back, ServerWebExchange exchange) {
        if (!settings.isSafe(exchange.getRequest().getURI())) {
            return Mono.just(problem(HttpStatus.FORBIDDEN, "insecure"));
        }
        return flow.begin(exchange, PendingLogin.localPath(back))
                .map(begun -> {
                    cookies.setLogin(exchange, begun.pending());
                    return redirect(begun.target());
                })
                .onErrorResume(
                        OpenIdIssuer.IssuerAway.class,
                        away -> {
                            LOG.atWarn()
                                    .addKeyValue("error", away.getCause())
                                    .log(away.getMessage());
                            return Mono.just(answer(new IssuerSilent()));
                        });
    }

    /** Back from the issuer. */
    @GetMapping(RETURN)
    Mono<Rendering> finish(Returned returned, ServerWebExchange exchange) {
        PendingLogin pending =
                cookies.login(exchange)
                        .filter(one -> one.state().equals(returned.state()))
                        .orElse(null);
        cookies.clearLogin(exchange);
        if (pending == null) {
            return findSession(exchange)
                    .map(_ -> redirect(URI.create("/")))
                    .switchIfEmpty(Mono.fromSupplier(() -> answer(new Unknown())));
        }
        return flow.finish(pending, returned)
                .flatMap(outcome -> dropOld(exchange, outcome).thenReturn(outcome))
                .map(outcome -> {
                    if (outcome instanceof LoggedIn(SessionId id, _)) {
                        cookies.setSession(exchange, id);
                    }
                    return answer(outcome);
                });
    }

    /**
     * The session that the browser has: of several tabs that were led to the log-in, one keeps what
     * it left with, and logs all of them in.
     */
    private Mono<LoginSession> findSession(ServerWebExchange exchange) {
        return Mono.justOrEmpty(cookies.session(exchange))
                .flatMap(id ->
                        Mono.fromCallable(() -> sessions.look(id))
                                .subscribeOn(Schedulers.boundedElastic()))
                .flatMap(Mono::justOrEmpty)
                .onErrorComplete();
    }

    /** A log-in ends the session that the browser had: nobody else's id is taken over. */
    private Mono<Void> dropOld(ServerWebExchange exchange, LoginOutcome outcome) {
        if (!(outcome instanceof LoggedIn)) {
            return Mono.empty();
        }
        return Mono.justOrEmpty(cookies.session(exchange))
                .flatMap(old ->
                        Mono.<Void>fromRunnable(() -> sessions.delete(old))
                                .subscribeOn(Schedulers.boundedElastic()));
    }

    private Rendering answer(LoginOutcome outcome) {
        meters.count(outcome);
        return switch (outcome) {
            case LoggedIn(_, String back) -> redirect(URI.create(back));
            case Denied(String why) -> {
                LOG.atWarn().addKeyValue("reason", why).log("A log-in is refused");
                yield problem(HttpStatus.FORBIDDEN, "refused");
            }
            case IssuerSilent _ -> problem(HttpStatus.SERVICE_UNAVAILABLE, "issuer-away");
            case Unknown _ -> problem(HttpStatus.BAD_REQUEST, "login-unknown");
        };
    }

    private static Rendering redirect(URI target) {
        return Rendering.redirectTo(target.toString()).status(HttpStatus.FOUND).build();
    }

    private static Rendering problem(HttpStatus status, String what) {
        return Rendering.view("login/problem")
                .modelAttribute("what", what)
                .modelAttribute("start", START)
                .status(status)
                .build();
    }
}
