package dev.coexistence.conversation.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.conversation.webhook.WebhookEndpoints.EndpointRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every screen alike. */
class EveryScreenIT extends PageInBrowser {

    private static String story() {
        long ana = inbox().conversation(SHOP, "Ana Vidal", "+15550100999");
        long none = inbox().conversation(ONLINE, null, "+15550100777");
        inbox().say(inbox().from(none, "CUSTOMER").text("hi").ago(Duration.ofDays(3)));
        var question = inbox().from(ana, "CUSTOMER").text("question").ago(Duration.ofHours(2));
        inbox().say(
                        inbox().from(ana, "HISTORY")
                                .incoming()
                                .text("imported")
                                .ago(Duration.ofDays(9)));
        inbox().say(question);
        inbox().say(
                        inbox().from(ana, "APP")
                                .text("answer")
                                .repliesTo(question.wamid())
                                .status("read"));
        inbox().say(inbox().from(ana, "API").text("x").failed(131026, "Undeliverable", "No"));
        inbox().say(
                        inbox().from(ana, "API")
                                .text("y")
                                .status("unknown")
                                .reaction("customer", "👍"));
        inbox().say(inbox().from(ana, "CUSTOMER").revoked());
        inbox().say(inbox().from(ana, "CUSTOMER").type("unsupported").placeholder());
        inbox().say(inbox().from(ana, "CUSTOMER").type("poll").json("{}"));
        inbox().say(inbox().from(ana, "CUSTOMER").type("image").text("c").media("WAITING", null));
        inbox().say(inbox().from(ana, "APP").text("z").edited("before").status("delivered"));
        inbox().say(
                        inbox().from(ana, "CUSTOMER")
                                .type("location")
                                .json("{\"location\":{\"latitude\":47.4,\"longitude\":8.5}}"));
        String card =
                """
                {"phoneNumberId": "%s", "connectionId": "c1", "state": "%s", "mode": "COEXISTENCE", "budgetPerSecond": 20,
                 "displayPhoneNumber": "+15550100200", "verifiedName": "Blumen Vidal", "country": "US", "policyEdition": "seven-io",
                 "disabledFeatures": [{"feature": "edit", "effect": "Nothing can be edited."}],
                 "checks": [{"check": "SIGNATURE", "status": "PENDING"}], "steps": [{"step": "SELF_TEST", "status": "RUNNING"}],
                 "activity": {"lastAt": "%s", "lastKind": "ECHO", "certainty": "PROBABLE", "deadline": "%s", "warnedDays": 10,
                              "presumedInactive": false},
                 "sync": {"contacts": {"status": "DONE"}, "history": {"status": "RUNNING", "progress": 40}, "deadline": "%s"}}
                """;
        Function<String, String> in =
                state ->
                        card.formatted(
                                SHOP,
                                state,
                                inbox().ago(Duration.ofDays(11)),
                                inbox().ago(Duration.ofDays(-3)),
                                inbox().ago(Duration.ofHours(-3)));
        services()
                .answer(
                        "GET /v1/connections",
                        200,
                        "{\"items\": ["
                                + in.apply("CONNECTED")
                                + ","
                                + in.apply("SUSPENDED").replace("c1", "c2")
                                + ","
                                + in.apply("DISCONNECTED").replace("c1", "c3")
                                + "]}");
        services().answer("GET /v1/connections/" + SHOP, 200, in.apply("CONNECTED"));
        services()
                .answer(
                        "GET /v1/connections/" + SHOP + "/history",
                        200,
                        "{\"items\": [{\"at\": \"2026-11-22T10:00:00Z\", \"event\": \"X\", \"from\":"
                                + " \"A\", \"to\": \"B\", \"evidence\": \"e\"}]}");
        services()
                .answer(
                        "GET /v1/connections/" + SHOP + "/mode-switch-plan",
                        200,
                        "{\"steps\": [{\"who\": \"OWNER\", \"what\": \"Do\", \"done\": true}]}");
        services()
                .answer(
                        "GET /v1/queues/" + SHOP,
                        200,
                        "{\"total\": 3, \"heldFor\": \"SUSPENDED\"}");
        services()
                .answer(
                        "GET /v1/policies",
                        200,
                        "{\"inForce\": \"a\", \"editions\": [{\"edition\": \"a\", \"date\": \"2026-11-22\","
                                + " \"countries\": {\"CH\": \"UNKNOWN\"}}, {\"edition\": \"b\"}]}");
        services()
                .answer(
                        "GET /v1/dead-letters",
                        200,
                        "{\"items\": [{\"partition\": 1, \"offset\": 2, \"reason\": \"R\", \"at\":"
                                + " \"2026-11-22T10:00:00Z\"}], \"waiting\": {\"R\": 1}}");
        services().answer("GET /v1/dead-letters/1/2", 200, "{\"reason\": \"R\", \"body\": \"{}\"}");
        services()
                .answer(
                        "GET /v1/signups/s1",
                        200,
                        "{\"signupId\": \"s1\", \"mode\": \"COEXISTENCE\", \"phoneNumber\": \"+15550100200\","
                                + " \"acknowledged\": false, \"launchParameters\": {\"popupUrl\": \"http://localhost/\"}}");
        services()
                .answer(
                        "GET /v1/signups/s2",
                        200,
                        "{\"signupId\": \"s2\", \"mode\": \"FULL_MIGRATION\", \"phoneNumber\":"
                                + " \"+15550100200\", \"launchParameters\": {\"popupUrl\": \"http://localhost/\"}}");
        outgoing().create(new EndpointRequest("https://example.com/", "CRM", List.of(), List.of()));
        return "/conversations/" + ana;
    }

    private static List<String> screens() {
        String thread = story();
        return List.of(
                "/",
                thread,
                "/connections",
                "/connections/new",
                "/connections/signups/s1",
                "/connections/signups/s2",
                "/connections/" + SHOP,
                "/connections/" + SHOP + "/disconnect",
                "/connections/" + SHOP + "/switch",
                "/operations",
                "/operations/dead-letters/1/2",
                "/operations/policies",
                "/operations/webhooks",
                "/operations/webhooks/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void noneHasASeriousBarrier(String colours) {
        var found = new ArrayList<String>();
        List<String> screens = screens();
        try (var visit = colours.equals("dark") ? Visit.dark(base()) : Visit.wide(base())) {
            for (String screen : screens) {
                visit.open(screen);
                visit.barriers().forEach(barrier -> found.add(screen + " " + barrier));
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void noneIsWiderThanAPhoneAndEachHasItsTitleInWords() {
        var wrong = new ArrayList<String>();
        List<String> screens = screens();
        try (var visit = Visit.phone(base())) {
            for (String screen : screens) {
                visit.open(screen);
                if (!Boolean.TRUE.equals(
                        visit.page()
                                .evaluate(
                                        "document.documentElement.scrollWidth <= 360"
                                                + " && document.querySelector('main').scrollWidth <= 360"))) {
                    wrong.add(screen + " is too wide");
                }
                String text = visit.page().title() + visit.find("body").innerText();
                if (text.contains("??") || visit.page().title().isBlank()) {
                    wrong.add(screen + " lacks a text");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaidInWords() {
        try (var visit = Visit.wide(base())) {
            visit.page().navigate(base() + "/conversations/123456789");
            visit.waitForText("h1", "Not here");
            visit.page().navigate(base() + "/no/such/page");
            visit.waitForText("h1", "Not here");
            visit.expecting("404");
        }
    }

    @Test
    void emptyPlacesSayWhatToDo() {
        inbox().forget();
        services().answer("GET /v1/connections", 200, "{\"items\": []}");
        services().answer("GET /v1/dead-letters", 200, "{\"items\": [], \"waiting\": {}}");
        try (var visit = Visit.wide(base())) {
            visit.open("/");
            assertThat(visit.find("#list-empty").innerText()).contains("Connect a");
            visit.open("/connections");
            assertThat(visit.find(".empty").innerText()).contains("Connect a number");
            visit.open("/operations");
            assertThat(visit.find(".empty").innerText()).contains("Nothing is parked");
        }
    }
}
