package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionsPageIT extends PageInBrowser {
    private static final String POLICIES =
            """
            {"inForce": "seven-io", "editions": [
              {"edition": "seven-io", "date": "2026-11-22", "source": "seven.io", "otherCountries": "AVAILABLE",
               "countries": {"CH": "NOT_AVAILABLE"}, "disabledFeatures": [{"feature": "edit", "effect": "Nothing can be edited."}],
               "budgets": {"coexistence": 20, "fullMigration": 80}, "activity": {"days": 14, "warnings": [10]}}]}
            """;

    private static String offer(String mode, boolean acknowledged) {
        return """
        {"signupId": "s1", "mode": "%s", "phoneNumber": "+15550100200", "country": "US", "edition": "seven-io",
         "availability": "AVAILABLE", "losses": [{"feature": "edit", "effect": "Nothing can be edited."}],
         "budgetPerSecond": 20, "acknowledged": %s, "expiresAt": "%s",
         "launchParameters": {"appId": "1", "graphVersion": "v25.0", "login": {}, "popupUrl": "%s/popup"}}
        """
                .formatted(
                        mode, acknowledged, inbox().ago(Duration.ofMinutes(-29)), services().url());
    }

    private static String card(String state, String more) {
        return """
        {"phoneNumberId": "%s", "connectionId": "c1", "state": "%s", "mode": "COEXISTENCE", "budgetPerSecond": 20,
         "displayPhoneNumber": "+15550100200", "verifiedName": "Blumen Vidal", "country": "US", "policyEdition": "seven-io",
         "disabledFeatures": [], "checks": [], "steps": [
           {"step": "EXCHANGE_CODE", "status": "DONE"}, {"step": "SUBSCRIBE", "status": "DONE"},
           {"step": "SELF_TEST", "status": "%s"}] %s}
        """
                .formatted(
                        SHOP,
                        state,
                        switch (state) {
                            case "CONNECTED" -> "DONE";
                            case "FAILED" -> "FAILED";
                            default -> "INTENT";
                        },
                        more);
    }

    private static String popup() {
        return """
        <!DOCTYPE html><title>Dialogue</title><button id="finish">Finish</button><script>
        document.querySelector('#finish').onclick = () => {
          opener.postMessage(JSON.stringify({type: 'WA_EMBEDDED_SIGNUP', event: 'FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING',
            version: 3, data: {waba_id: '1'}}), '*');
          opener.postMessage(JSON.stringify({type: 'SIMULATOR_CODE', code: 'code-1'}), '*');
          close();
        };</script>
        """;
    }

    @Test
    void connectsANumberStepByStep() {
        services().answer("GET /v1/policies", 200, POLICIES);
        services().answer("POST /v1/signups", 201, offer("COEXISTENCE", false));
        services().answer("GET /v1/signups/s1", 200, offer("COEXISTENCE", false));
        services().answer("POST /v1/signups/s1/acknowledgement", 200, "{}");
        services().answer("POST /v1/signups/s1/complete", 202, card("ONBOARDING", ""));
        services().answer("GET /popup", 200, popup());
        try (var visit = Visit.wide(base())) {
            visit.open("/connections/new");
            assertThat(visit.find(".choice").first().innerText())
                    .contains("Nothing can be edited.", "20 messages per second", "14 days");
            visit.find("[name=mode][value=COEXISTENCE]").check();
            visit.find("[name=phoneNumber]").fill("+1 555 010 0200");
            visit.find("button[type=submit]").click();

            visit.waitForText("#h-offer", "+15550100200");
            services().answer("GET /v1/signups/s1", 200, offer("COEXISTENCE", true));
            visit.find(".check input").check();
            visit.find("[name=name]").fill("Robin");
            visit.find("form[action$=acknowledge] button").click();
            visit.waitFor("[data-launch-dialogue]");
            var dialogue =
                    visit.page().waitForPopup(() -> visit.find("[data-launch-dialogue]").click());
            services().answer("GET /v1/signups/s1", 200, card("ONBOARDING", ""));
            dialogue.locator("#finish").click();
            visit.waitForText("#steps .ticks", "under way");
            services().answer("GET /v1/signups/s1", 200, card("CONNECTED", ""));

            visit.waitUntil("document.querySelectorAll('#steps .ticks .done').length === 3");
            assertThat(visit.find("#steps .pill").innerText()).isEqualTo("Connected");
            assertThat(services().asked())
                    .anyMatch(a ->
                            a.startsWith("POST /v1/signups {")
                                    && a.contains("\"phoneNumber\":\"+15550100200\""))
                    .anyMatch(a -> a.contains("acknowledgement") && a.contains("Robin"))
                    .anyMatch(a ->
                            a.contains("/complete")
                                    && a.contains("\"code\":\"code-1\"")
                                    && a.contains("\"waba_id\":\"1\"")
                                    && a.contains(services().url()));
        }
    }

    @Test
    void aCountryThatCannotSaysWhy() {
        services().answer("GET /v1/policies", 200, POLICIES);
        services()
                .answer(
                        "POST /v1/signups",
                        422,
                        """
                        {"type": "https://coexistence.dev/problems/coexistence-not-available", "status": 422,
                         "title": "Coexistence is not available in Switzerland", "detail": "By edition seven-io."}
                        """);
        try (var visit = Visit.wide(base())) {
            visit.open("/connections/new");
            visit.find("[name=mode][value=COEXISTENCE]").check();
            visit.find("[name=phoneNumber]").fill("+41 11 555 01 00");
            visit.find("button[type=submit]").click();

            visit.waitForText(".notice[role=alert]", "Switzerland");
            assertThat(visit.find(".notice[role=alert]").innerText())
                    .contains("By edition seven-io.");
            assertThat(visit.find("[name=phoneNumber]").inputValue()).isEqualTo("+41 11 555 01 00");
            assertThat(visit.find("[name=mode][value=COEXISTENCE]").isChecked()).isTrue();
        }
    }

    @Test
    void aFailedStepNamesTheCodeAndTheNextAction() {
        services()
                .answer(
                        "GET /v1/signups/s1",
                        200,
                        card(
                                "FAILED",
                                ", \"why\": {\"step\": \"SELF_TEST\", \"metaCode\": 133005, \"reason\": \"PIN"
                                        + " mismatch\", \"nextAction\": \"Give the PIN.\"}"));
        try (var visit = Visit.wide(base())) {
            visit.open("/connections/signups/s1");

            assertThat(visit.find("#steps").innerText())
                    .contains("PIN mismatch", "133005", "Give the PIN.");
            assertThat(visit.find("#steps .ticks .failed").count()).isEqualTo(1);
        }
    }

    @Test
    void waitingForThePhoneAndReconnectNeededAreNotAlike() {
        services()
                .answer(
                        "GET /v1/connections",
                        200,
                        "{\"items\": ["
                                + card("SUSPENDED", "")
                                + ","
                                + card("DISCONNECTED", "")
                                + "]}");
        try (var visit = Visit.wide(base())) {
            visit.open("/connections");

            assertThat(visit.find(".card .pill.warn").first().innerText())
                    .contains("Waiting for the phone");
            assertThat(visit.find(".card .pill.bad").first().innerText())
                    .contains("Reconnect needed");
        }
    }

    @Test
    void aNumberThatLosesItsPhoneSaysSoUnderTheReadersEyes() {
        services().answer("GET /v1/connections/" + SHOP, 200, card("CONNECTED", ""));
        services().answer("GET /v1/connections/" + SHOP + "/history", 200, "{\"items\": []}");
        try (var visit = Visit.wide(base())) {
            visit.open("/connections/" + SHOP);
            visit.waitForText("#one-head .pill.ok", "Connected");

            services().answer("GET /v1/connections/" + SHOP, 200, card("SUSPENDED", ""));
            inbox().changeConnection(SHOP);

            visit.waitForText("#one-head .pill.warn", "Waiting for the phone");
        }
    }

    @Test
    void disconnectingShowsWhatTheOwnerDoes() {
        services().answer("GET /v1/connections/" + SHOP, 200, card("CONNECTED", ""));
        services().answer("GET /v1/connections/" + SHOP + "/history", 200, "{\"items\": []}");
        services().answer("POST /v1/connections/" + SHOP + "/disconnect", 202, "{}");
        try (var visit = Visit.phone(base())) {
            visit.open("/connections/" + SHOP + "/disconnect");
            visit.find("[name=name]").fill("Robin");
            visit.find(".check input").check();
            services()
                    .answer(
                            "GET /v1/connections/" + SHOP,
                            200,
                            card("DISCONNECTING", ", \"ownerSteps\": [\"Open the app.\"]"));

            visit.find("button.danger").click();

            visit.waitForText(".todo", "Open the app.");
            assertThat(visit.find("[role=status].notice").innerText()).contains("begun");
        }
    }

    @Test
    void aServiceThatIsAwayIsNamed() {
        services().answer("GET /v1/connections", 500, "oops");
        try (var visit = Visit.wide(base())) {
            visit.open("/connections");

            assertThat(visit.find(".empty").innerText())
                    .contains("connection service does not answer");
        }
    }

    @Test
    void theLastMinuteShowsDeparturesAndNotWhatWaits() {
        services()
                .answer("GET /v1/connections", 200, "{\"items\": [" + card("CONNECTED", "") + "]}");
        services()
                .answer(
                        "GET /v1/queues/" + SHOP,
                        200,
                        "{\"total\": 1502, \"leftLastMinute\": 1140, \"etaSeconds\": 75}");
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        inbox().say(inbox().from(ana, "CUSTOMER").text("hello"));
        inbox().say(inbox().from(ana, "API").text("queued").command("c-7").status("queued"));
        try (var visit = Visit.wide(base())) {
            visit.open("/connections");
            visit.waitForText(".traffic", "1,141 of 1,200 used");

            assertThat(visit.find(".legend").innerText())
                    .contains("Left 1,140", "Came in, app included 1", "Spare 59");
            assertThat(visit.find(".queue").innerText()).contains("1,502 waiting");
        }
    }
}
