package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.AccessTable;
import dev.coexistence.access.AccessTable.Row;
import dev.coexistence.access.AccessTable.Rule;
import dev.coexistence.access.Caller;
import dev.coexistence.access.Role;
import dev.coexistence.conversation.page.PageSession.Shown;
import dev.coexistence.conversation.webhook.WebhookEndpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;

/** Every screen as people of every role see it, and every row of the page as they try it. */
@ExtendWith(Chromium.class)
class RolesIT {
    private static final String SHOP = "900000000000123";
    private static final String ONLINE = "900000000000456";

    /** What a screen lets its reader do: links, forms, and what htmx asks for. */
    private static final String OFFERS =
            "[...document.querySelectorAll(\"a[href]:not([href^='#']), form, [hx-post], [hx-get]\")]"
                    + ".flatMap(e => [['GET', e.matches('a') && 'href'],"
                    + " [e.getAttribute('method') || 'GET', e.matches('form') && 'action'],"
                    + " ['POST', 'hx-post'], ['GET', 'hx-get']]"
                    + ".filter(([, name]) => name && e.hasAttribute(name))"
                    + ".map(([method, name]) => [method.toUpperCase(), new URL(e.getAttribute(name), location)])"
                    + ".filter(([, url]) => url.origin === location.origin)"
                    + ".map(([method, url]) => method + ' ' + url.pathname))";

    private static final Pattern VARIABLE =
            Pattern.compile("\\{([^:{}]+)(?::((?:[^{}]|\\{[^}]*})*))?}");

    private static final ClosedPage PAGE = ClosedPage.start("roles");
    private static final List<Row> ROWS =
            AccessTable.join(PAGE.context().getBeansOfType(AccessTable.class).values()).rows();

    @AfterAll
    static void stop() {
        PAGE.close();
    }

    @BeforeEach
    void clear() {
        PAGE.inbox().clear();
        PAGE.services().forget();
        PAGE.inbox().number(SHOP, "Blumen Vidal", "CONNECTED", "COEXISTENCE");
        PAGE.inbox().number(ONLINE, "Vidal Online Shop", "CONNECTED", "FULL_MIGRATION");
    }

    /** On a desk and on a phone: no serious barrier, nothing too wide, nothing that is refused. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void seesScreensWithoutBarriersAndIsOfferedNothingThatItMayNot(Role role) {
        PageSession person = PAGE.logIn(role);
        List<String> screens =
                dropRefused(
                        person,
                        new Showcase(PAGE.inbox(), PAGE.services())
                                .screens(PAGE.context().getBean(WebhookEndpoints.class)));
        var wrong = new TreeSet<String>();
        var forms = new TreeSet<String>();
        List<Function<String, Visit>> sizes = List.of(Visit::wide, Visit::narrow);
        for (Function<String, Visit> size : sizes) {
            try (var visit = size.apply(PAGE.root()).bring(person.cookies())) {
                for (String screen : screens) {
                    visit.page().navigate(PAGE.root() + screen);
                    visit.waitFor("#live[data-state=on], body:not([data-section]) main");
                    visit.barriers().forEach(barrier -> wrong.add(screen + " " + barrier));
                    if (visit.tooWide()) {
                        wrong.add(screen + " is too wide");
                    }
                    for (String offer : offers(visit)) {
                        Row row = row(offer);
                        if (row == null || !admits(row, role)) {
                            wrong.add(screen + " offers " + offer);
                        } else if (row.method().equals(HttpMethod.POST)) {
                            forms.add(row.pattern().getPatternString());
                        }
                    }
                }
                visit.expecting("403");
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(forms)
                .as("forms that the screens show, or this test would look at nothing")
                .containsAll(expectedForms(role));
    }

    /** With a right token of the form: nothing that the role lacks goes through to anybody. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void isRefusedWhatItMayNotWhenItIsTried(Role role) {
        PageSession person = PAGE.logIn(role);
        person.get("/");
        var wrong = new ArrayList<String>();
        int refused = 0;
        for (Row row : ROWS) {
            String path = path(row);
            if (row.rule() != Rule.SCOPED || path.startsWith("/v") || path.equals("/live")) {
                continue;
            }
            PAGE.services().forget();
            Shown shown =
                    row.method().equals(HttpMethod.POST)
                            ? person.send(path, Map.of("name", "x"))
                            : person.get(path);
            boolean admitted = admits(row, role);
            refused += admitted ? 0 : 1;
            if ((shown.status() != 403) != admitted
                    || (!admitted && !PAGE.services().asked().isEmpty())) {
                wrong.add(row + " answered " + shown.status() + " " + PAGE.services().asked());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(refused > 0)
                .as("some row is not for a " + role)
                .isEqualTo(role != Role.OPERATOR);
    }

    /** Without the screens that are refused, but for the first: a refusal always looks the same. */
    private static List<String> dropRefused(PageSession person, List<String> screens) {
        var kept = new ArrayList<String>();
        boolean refusal = false;
        for (String screen : screens) {
            boolean refused = person.follow(screen).status() == 403;
            if (!refused || !refusal) {
                kept.add(screen);
            }
            refusal |= refused;
        }
        return kept;
    }

    @SuppressWarnings("unchecked")
    private static Set<String> offers(Visit visit) {
        return Set.copyOf((List<String>) visit.page().evaluate(OFFERS));
    }

    private static List<String> expectedForms(Role role) {
        List<String> writing = List.of("/conversations/{id}/messages", "/new");
        List<String> programs =
                List.of(
                        "/operations/webhooks",
                        "/operations/webhooks/{id:\\d+}/rotate",
                        "/operations/keys",
                        "/operations/keys/{keyId}/revoke");
        List<String> numbers =
                List.of(
                        "/connections/new",
                        "/connections/signups/{id}/acknowledge",
                        "/connections/{phoneNumberId:\\d+}/disconnect");
        return switch (role) {
            case VIEWER -> List.of();
            case AGENT -> writing;
            case DEVELOPER -> Stream.concat(writing.stream().limit(1), programs.stream()).toList();
            case OWNER -> Stream.of(writing, programs, numbers).flatMap(List::stream).toList();
            case OPERATOR ->
                    Stream.of(
                                    writing,
                                    programs,
                                    numbers,
                                    List.of(
                                            "/operations/dead-letters/{partition:\\d+}/{offset:\\d+}/redrive"))
                            .flatMap(List::stream)
                            .toList();
        };
    }

    private static @org.jspecify.annotations.Nullable Row row(String offer) {
        String[] parts = offer.split(" ", 2);
        var path = PathContainer.parsePath(parts[1]);
        return ROWS.stream()
                .filter(row -> row.method().name().equals(parts[0]) && row.pattern().matches(path))
                .min((one, other) -> one.pattern().compareTo(other.pattern()))
                .orElse(null);
    }

    private static boolean admits(Row row, Role role) {
        return row.admits(
                new Caller(
                        Caller.Kind.PERSON,
                        "somebody",
                        "Somebody",
                        role == Role.OPERATOR ? null : "default",
                        role.scopes(),
                        null));
    }

    private static String path(Row row) {
        return VARIABLE.matcher(row.pattern().getPatternString())
                .replaceAll(found ->
                        found.group(2) == null || found.group(2).equals("\\d+")
                                ? "1"
                                : found.group(2).split("\\|", 2)[0]);
    }
}
