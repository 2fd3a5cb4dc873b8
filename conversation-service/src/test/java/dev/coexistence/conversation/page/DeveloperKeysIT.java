package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.PlaywrightException;
import dev.coexistence.access.Role;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A developer makes a key, keeps it and revokes it, in a browser. */
@ExtendWith(Chromium.class)
class DeveloperKeysIT {
    private static final String SECRET = "cx_abcdefghijkl_made-up";
    private static final String LIVE =
            """
            {"items": [{"keyId": "abcdefghijkl", "tenant": "default", "name": "CRM", "scopes": ["threads:read"],
              "createdAt": "2026-11-28T17:00:00Z", "createdBy": "Robin DEVELOPER"%s}]}
            """;
    private static final ClosedPage PAGE = ClosedPage.start("keys");

    @AfterAll
    static void stop() {
        PAGE.close();
    }

    @BeforeEach
    void answer() {
        PAGE.services().forget();
        PAGE.services().answer("GET /v1/keys", 200, "{\"items\": []}");
        PAGE.services()
                .answer(
                        "POST /v1/keys",
                        201,
                        "{\"keyId\": \"abcdefghijkl\", \"name\": \"CRM\", \"scopes\": [\"threads:read\"],"
                                + " \"key\": \""
                                + SECRET
                                + "\"}");
        PAGE.services().answer("DELETE /v1/keys/abcdefghijkl", 204, "");
    }

    @Test
    void aKeyIsMadeOnceShownOnceAndRevokedWithTheDevelopersAuthority() {
        PageSession person = PAGE.logIn(Role.DEVELOPER);
        try (var visit = Visit.wide(PAGE.root()).bring(person.cookies())) {
            visit.open("/operations/keys");
            assertThat(visit.find("[name=scopes]").all().stream().map(s -> s.inputValue()))
                    .containsExactlyInAnyOrderElementsOf(
                            Role.DEVELOPER.scopes().stream().map(scope -> scope.word()).toList());
            visit.find("[name=name]").fill("CRM");
            visit.find("[name=scopes][value='threads:read']").check();
            PAGE.services().answer("GET /v1/keys", 200, LIVE.formatted(""));
            visit.find("#page section form button").last().dblclick();
            visit.waitForText("#secret", SECRET);
            assertThat(visit.barriers()).isEmpty();
            assertThat(asked("POST /v1/keys")).hasSize(1);

            visit.open("/operations/keys");
            assertThat(visit.page().content()).doesNotContain(SECRET);
            assertThat(contentBehind(visit)).doesNotContain(SECRET);
            visit.expecting("ERR_CACHE_MISS");

            visit.open("/operations/keys");
            visit.find("tbody details summary").press("Enter");
            visit.find("tbody details input[type=checkbox]").check();
            PAGE.services()
                    .answer(
                            "GET /v1/keys",
                            200,
                            LIVE.formatted(", \"revokedAt\": \"2026-11-29T09:00:00Z\""));
            visit.find("tbody details button").press("Enter");
            visit.waitForText("[role=status].notice", "revoked");
            assertThat(visit.find("tbody details").count()).isZero();
        }
        assertThat(asked("DELETE /v1/keys/abcdefghijkl")).hasSize(1);
        assertThat(PAGE.services().bearers()).allMatch(bearer -> bearer.startsWith("Bearer ey"));
    }

    /** What the back button shows; the browser has kept nothing of an answer to a form. */
    private static String contentBehind(Visit visit) {
        try {
            visit.page().goBack();
            return visit.page().content();
        } catch (PlaywrightException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static List<String> asked(String request) {
        return PAGE.services().asked().stream().filter(one -> one.startsWith(request)).toList();
    }
}
