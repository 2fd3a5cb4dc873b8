package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.webhook.WebhookEndpoints.EndpointRequest;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationsPageIT extends PageInBrowser {

    @Test
    void aDeadLetterIsLookedAtAndSentAgain() {
        String letter =
                """
                {"partition": 1, "offset": 42, "service": "ingest", "reason": "UNREADABLE_ITEM", "detail": "no <b>number</b>",
                 "origin": {"topic": "whatsapp.webhooks", "partition": 1, "offset": 7, "pointer": "/entry/0"},
                 "at": "2026-11-22T17:00:00Z", "redriven": false, "body": "{}"}
                """;
        services()
                .answer(
                        "GET /v1/dead-letters",
                        200,
                        "{\"items\": [" + letter + "], \"waiting\": {\"UNREADABLE_ITEM\": 1}}");
        services().answer("GET /v1/dead-letters/1/42", 200, letter);
        services().answer("POST /v1/dead-letters/1/42/redrive", 200, "{}");
        try (var visit = Visit.wide(base())) {
            visit.open("/operations");
            assertThat(visit.find("tbody tr").innerText())
                    .contains("UNREADABLE_ITEM", "no <b>number</b>", "whatsapp.webhooks 1@7");

            visit.find("tbody a.button").click();
            visit.waitForText("h1", "UNREADABLE_ITEM");
            visit.find("form button").click();

            visit.waitForText("[role=status].notice", "sent again");
            assertThat(services().asked())
                    .anyMatch(a -> a.startsWith("POST /v1/dead-letters/1/42/redrive"));
        }
    }

    @Test
    void aKeyIsMadeShownOnceAndRevoked() {
        services().answer("GET /v1/keys", 200, "{\"items\": []}");
        services()
                .answer(
                        "POST /v1/keys",
                        201,
                        """
                        {"keyId": "abcdefghijkl", "tenant": "default", "name": "CRM", "scopes": ["threads:read"],
                         "createdAt": "2026-11-28T17:00:00Z", "createdBy": "Ida Sommer", "key": "cx_abcdefghijkl_made-up"}
                        """);
        try (var visit = Visit.wide(base())) {
            visit.open("/operations/keys");
            assertThat(visit.find(".empty").innerText()).contains("No key yet");
            visit.find("[name=name]").fill("CRM");
            visit.find("[name=scopes][value='threads:read']").check();
            visit.find("[name=scopes][value='messages:send']").check();
            visit.find("[name=until]").fill("2026-12-31");
            assertThat(visit.find("[name=scopes]").count()).isEqualTo(9);
            services()
                    .answer(
                            "GET /v1/keys",
                            200,
                            """
                            {"items": [
                              {"keyId": "abcdefghijkl", "tenant": "default", "name": "CRM", "scopes": ["threads:read"],
                               "createdAt": "2026-11-28T17:00:00Z", "createdBy": "Ida Sommer", "lastUsedAt": null},
                              {"keyId": "mnopqrstuvwx", "tenant": "default", "name": "Old", "scopes": ["threads:read"],
                               "createdAt": "2026-10-28T17:00:00Z", "createdBy": "Ida Sommer",
                               "revokedAt": "2026-11-01T17:00:00Z"}]}
                            """);
            visit.find("#page section form button").last().click();
            visit.waitForText("#secret", "cx_abcdefghijkl_made-up");
            assertThat(services().asked())
                    .anyMatch(a ->
                            a.startsWith("POST /v1/keys ")
                                    && a.contains("\"threads:read\"")
                                    && a.contains("\"messages:send\"")
                                    && a.contains("\"expiresAt\":\"2026-12-31T23:00:00Z\""));
            visit.open("/operations/keys");
            assertThat(visit.find("body").innerText()).doesNotContain("made-up");
            assertThat(visit.find("tbody details").count()).isEqualTo(1);

            services().answer("DELETE /v1/keys/abcdefghijkl", 204, "");
            visit.find("tbody details summary").click();
            visit.find("tbody details input[type=checkbox]").check();
            visit.find("tbody details button").click();
            visit.waitForText("[role=status].notice", "revoked");
            assertThat(services().asked()).contains("DELETE /v1/keys/abcdefghijkl");
        }
    }

    @Test
    void theAuditIsReadPageByPage() {
        services()
                .answer(
                        "GET /v1/audit",
                        200,
                        """
                        {"items": [{"entryId": "1", "at": "2026-11-28T17:00:00Z", "tenant": "default", "callerKind": "PERSON",
                          "callerId": "ida", "callerName": "Ida <b>Sommer</b>", "action": "webhook-endpoint.change", "object": "17",
                          "address": "192.0.2.7", "before": "{\\"types\\":[]}", "after": "{\\"types\\":[\\"message.*\\"]}"}],
                         "nextCursor": "older"}
                        """);
        try (var visit = Visit.wide(base())) {
            visit.open("/operations/audit");
            assertThat(visit.find("tbody tr").innerText())
                    .contains(
                            "Ida <b>Sommer</b>",
                            "webhook-endpoint.change",
                            "192.0.2.7",
                            "before: {\"types\":[]}");
            assertThat(visit.find("a[href*='cursor=older']").count()).isEqualTo(1);
        }
    }

    @Test
    void theAuditIsFilteredByKeyboardAndTheFilterStays() {
        services().answer("GET /v1/audit", 200, "{\"items\": [], \"nextCursor\": \"older\"}");
        try (var visit = Visit.wide(base())) {
            visit.open("/operations/audit");
            assertThat(visit.find(".empty").innerText()).contains("Nothing is written down");
            visit.find("[name=caller]").focus();
            var keys = visit.page().keyboard();
            keys.type("Ida & Söhne");
            keys.press("Tab");
            keys.type("key.");
            keys.press("Tab");
            keys.type("17");
            visit.find("[name=from]").fill("2026-11-28T17:30");
            visit.find("[name=to]").fill("2026-11-29T09:00");
            visit.find("[name=tenant]").focus();
            keys.type("linden");
            keys.press("Enter");

            visit.waitFor("[name=tenant][value=linden]");
            assertThat(services().queries().getLast())
                    .startsWith("/v1/audit?")
                    .contains(
                            "caller=Ida & Söhne",
                            "action=key.",
                            "object=17",
                            "from=2026-11-28T16:30:00Z",
                            "to=2026-11-29T08:00:00Z",
                            "tenant=linden");
            assertThat(visit.find(".empty").innerText()).contains("Nothing found");
            assertThat(visit.barriers()).isEmpty();
            visit.find("a[href='/operations/audit']").first().focus();
            visit.page().navigate(base() + "/operations/audit?from=yesterday");
            visit.waitForText("[role=alert]", "no time of the calendar");
            visit.expecting("\"yesterday\" does not conform");
        }
    }

    @Test
    void theAuditIsSavedAsOneSheetWithTheFilter() throws java.io.IOException {
        services().answer("GET /v1/audit", 200, "{\"items\": []}");
        services()
                .answerSheet(
                        "GET /v1/audit?caller=ida&format=csv",
                        "entryId,at\r\n2,b\r\n",
                        "/v1/audit?format=csv&caller=ida&cursor=older");
        services()
                .answerSheet(
                        "GET /v1/audit?format=csv&caller=ida&cursor=older",
                        "entryId,at\r\n1,a\r\n",
                        "");
        try (var visit = Visit.wide(base())) {
            visit.open("/operations/audit?caller=ida");
            var saved =
                    visit.page().waitForDownload(() -> visit.find("a[download]").press("Enter"));

            assertThat(saved.suggestedFilename()).isEqualTo("audit.csv");
            assertThat(java.nio.file.Files.readString(saved.path()))
                    .isEqualTo("entryId,at\r\n2,b\r\n1,a\r\n");
        }
    }

    @Test
    void twoEditionsAreCompared() {
        services()
                .answer(
                        "GET /v1/policies",
                        200,
                        """
                        {"inForce": "a", "editions": [
                          {"edition": "a", "date": "2026-11-22", "source": "A", "otherCountries": "AVAILABLE",
                           "countries": {"CH": "NOT_AVAILABLE"}, "disabledFeatures": [{"feature": "edit", "effect": "No edits."}],
                           "budgets": {"coexistence": 20, "fullMigration": 80}, "activity": {"days": 14, "warnings": [10, 12]}},
                          {"edition": "b", "date": "2026-09-11", "source": "B", "otherCountries": "AVAILABLE",
                           "countries": {"CH": "UNKNOWN"}, "disabledFeatures": [],
                           "budgets": {"coexistence": 20, "fullMigration": 80}, "activity": {"days": 14, "warnings": [10, 12]}}]}
                        """);
        try (var visit = Visit.wide(base())) {
            visit.open("/operations/policies");

            assertThat(visit.find("tr.differs").allInnerTexts())
                    .hasSize(2)
                    .anyMatch(row -> row.contains("CH") && row.contains("not known"))
                    .anyMatch(row -> row.contains("edit") && row.contains("works"));
        }
    }

    @Test
    void anEndpointIsAddedTestedAndReplayedTo() {
        try (var visit = Visit.wide(base())) {
            visit.open("/operations/webhooks");
            assertThat(visit.find(".empty").innerText()).contains("No endpoint yet");
            visit.find("[name=url]").fill("ftp://10.0.0.1/hook");
            visit.find("#page form button").click();
            visit.waitForText(".notice.bad", "https://");
            visit.find("[name=url]").fill(services().url() + "/hook");
            visit.find("[name=types]").fill("message.echo, history.*");
            visit.find("#page form button").click();
            visit.waitForText(".notice", "whsec_");

            long endpoint = Long.parseLong(endpoints().list(Caller.open()).getFirst().id());
            var at = Instant.parse("2026-11-20T10:00:00Z");
            giveUp(endpoint, at);
            visit.open("/operations/webhooks/" + endpoint);
            assertThat(visit.find("tbody tr").innerText())
                    .contains("message.echo", "given up", "answered 500", "No answer in time");
            services().answer("POST /hook", 200, "{}");
            visit.find("form[action$='/test'] button").click();
            visit.waitForText(".notice.ok", "Delivered in");
            visit.find("tbody form button").click();
            visit.waitForText(".notice.ok", "1 queued again");

            assertThat(waiting()).containsExactly("evt_" + at);
        }
    }

    @Test
    void aRangeIsReplayedInTheReadersZone() {
        services().answer("POST /hook", 200, "{}");
        String endpoint =
                endpoints()
                        .create(
                                Caller.open(),
                                new EndpointRequest(
                                        services().url() + "/hook",
                                        "CRM",
                                        List.of(),
                                        List.of(),
                                        false))
                        .endpoint()
                        .id();
        for (String at :
                List.of(
                        "2026-11-01T08:59:59Z",
                        "2026-11-01T09:00:00Z",
                        "2026-11-01T12:00:00Z",
                        "2026-11-02T08:59:59Z",
                        "2026-11-02T09:00:01Z")) {
            giveUp(Long.parseLong(endpoint), Instant.parse(at));
        }
        try (var visit = Visit.wide(base())) {
            visit.open("/operations/webhooks/" + endpoint);
            visit.find("[name=from]").fill("2026-11-01T10:00");
            visit.find("[name=to]").fill("2026-11-02T10:00");
            visit.find("form[action$='/replay'] button").first().click();

            visit.waitForText(".notice.ok", "3 queued again");
            assertThat(waiting())
                    .containsExactly(
                            "evt_2026-11-01T09:00:00Z",
                            "evt_2026-11-01T12:00:00Z",
                            "evt_2026-11-02T08:59:59Z");
        }
    }

    /** Events that are queued, in the order of their deliveries. */
    private static List<String> waiting() {
        return inbox().database()
                .jdbc()
                .query(
                        "select event_id from webhook_delivery where state = 'WAITING' order by id",
                        (row, _) -> row.getString(1));
    }

    /** A delivery that was tried twice in vain. */
    private static void giveUp(long endpoint, Instant at) {
        var jdbc = inbox().database().jdbc();
        Long id =
                jdbc.queryForObject(
                        """
                        insert into webhook_delivery (endpoint_id, event_id, type, phone_number_id, conversation_id, body,
                            state, attempts, created_at, next_at, ended_at)
                          values (?, 'evt_' || ?::text, 'message.echo', ?, 1, '{}', 'DEAD', 2, ?, ?, ?) returning id
                        """,
                        Long.class,
                        endpoint,
                        at.toString(),
                        SHOP,
                        Timestamp.from(at),
                        Timestamp.from(at),
                        Timestamp.from(at));
        jdbc.update(
                """
                insert into webhook_attempt (delivery_id, attempt, at, millis, status, problem)
                  values (?, 1, ?, 5, 500, null), (?, 2, ?, 3000, null, 'No answer in time')
                """,
                id,
                Timestamp.from(at),
                id,
                Timestamp.from(at.plusSeconds(5)));
    }
}
