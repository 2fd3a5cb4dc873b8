package dev.coexistence.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The link that logs the demo's owner in and leads to the page. It holds once; each start makes a
 * new one, whose ticket stands in the file {@code login-ticket} until it is used.
 */
@RestController
final class LoginLink {
    static final String PATH = "/enter";
    static final String FILE = "login-ticket";

    private static final Logger log = LoggerFactory.getLogger(LoginLink.class);
    private static final String USED =
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Log in</title>"
                    + "<p>This link was used already. <a href=\"%s\">Log in</a> with a name and a"
                    + " password of the file <code>passwords</code>, or start anew for a new link.";

    private final PrivateFolder folder;
    private final GeneratedSecrets secrets;
    private final UserDetailsService people;
    private final String start;
    private final AtomicReference<String> digest;
    private final SecurityContextRepository sessions = new HttpSessionSecurityContextRepository();

    LoginLink(
            PrivateFolder folder,
            GeneratedSecrets secrets,
            UserDetailsService people,
            IdentitySettings settings) {
        this.folder = folder;
        this.secrets = secrets;
        this.people = people;
        start = settings.pages().getFirst() + "/oauth2/authorization/" + ClientRegistrations.INBOX;
        String ticket = secrets.generate();
        folder.write(FILE, ticket);
        digest = new AtomicReference<>(GeneratedSecrets.digest(ticket));
    }

    /** Not for HEAD: whoever only looks must not use it up. */
    @RequestMapping(path = PATH, method = RequestMethod.GET)
    ResponseEntity<String> enter(
            @RequestParam(defaultValue = "") String ticket,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!request.getMethod().equals("GET")) {
            return ResponseEntity.status(HttpStatus.METHOD_NOT_ALLOWED).build();
        }
        String expected = digest.get();
        if (!secrets.matches(ticket, expected) || !digest.compareAndSet(expected, "")) {
            return ResponseEntity.status(HttpStatus.GONE)
                    .contentType(MediaType.TEXT_HTML)
                    .body(USED.formatted(start));
        }
        folder.delete(FILE);
        logIn(people.loadUserByUsername(DemoPerson.OWNER.user()), request, response);
        log.info("The login link was used");
        return ResponseEntity.status(HttpStatus.FOUND).header("Location", start).build();
    }

    private void logIn(
            UserDetails person, HttpServletRequest request, HttpServletResponse response) {
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        person,
                        null,
                        // An ID token tells when, and by what, somebody logged in.
                        List.of(
                                FactorGrantedAuthority.fromAuthority(
                                        FactorGrantedAuthority.OTT_AUTHORITY))));
        if (request.getSession(false) != null) {
            request.changeSessionId();
        }
        sessions.saveContext(context, request, response);
    }
}
