package dev.coexistence.conversation.page;

import dev.coexistence.access.Caller;
import dev.coexistence.conversation.webhook.WebhookEndpoints;
import dev.coexistence.conversation.webhook.WebhookEndpoints.EndpointRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A shop's day on which everything that the page can show happens: what each screen looks like. */
final class Showcase {
    private static final String SHOP = PageInBrowser.SHOP;
    private static final String ONLINE = PageInBrowser.ONLINE;
    private static final String FAILED_SIGN_UP = "/connections/signups/s3";
    private static final List<String> NAMES =
            List.of(
                    "Björn Lindqvist",
                    "Chloé Martin",
                    "山田 太郎",
                    "محمد علي",
                    "Ola O'Neil-Featherstonehaugh of the Northern Isles",
                    "Dana",
                    "Eli Roth");

    private final SeededInbox inbox;
    private final FakeServices services;

    Showcase(SeededInbox inbox, FakeServices services) {
        this.inbox = inbox;
        this.services = services;
    }

    /** Sets everything up and names the paths of all screens. */
    List<String> screens(WebhookEndpoints endpoints) {
        others();
        long ana = ana();
        var contents = new Contents(inbox);
        long everything = contents.ofCustomer(ONLINE);
        long group = contents.ofGroup(SHOP);
        inbox.hold(ONLINE, "PAYMENT");
        connections();
        signUps();
        operations();
        keysAndAudit();
        String endpoint =
                endpoints
                        .create(
                                Caller.open(),
                                new EndpointRequest(
                                        "https://203.0.113.7/hooks/whatsapp",
                                        "CRM",
                                        List.of("message.inbound", "message.echo"),
                                        List.of(),
                                        false))
                        .endpoint()
                        .id();
        return List.of(
                "/",
                "/conversations/" + ana,
                "/conversations/" + everything,
                "/conversations/" + group,
                "/new?to=%2B15550100377&number=" + SHOP,
                "/connections",
                "/connections/new",
                "/connections/signups/s1",
                "/connections/signups/s2",
                FAILED_SIGN_UP,
                "/connections/" + SHOP,
                "/connections/" + SHOP + "/disconnect",
                "/connections/" + SHOP + "/switch",
                "/operations",
                "/operations/dead-letters/1/42",
                "/operations/policies",
                "/operations/webhooks",
                "/operations/webhooks/" + endpoint,
                "/operations/keys",
                "/operations/audit");
    }

    private long ana() {
        long ana = inbox.conversation(SHOP, "Ana Vidal", "+15550100999");
        say(inbox.from(ana, "HISTORY").incoming().text("Hello, do you have peonies?"), 57_600);
        say(inbox.from(ana, "HISTORY").text("From May on!").status("read"), 57_597);
        say(inbox.from(ana, "HISTORY").incoming().type("media_placeholder").placeholder(), 56_000);
        var question =
                inbox.from(ana, "CUSTOMER")
                        .text("Hi! Could you deliver a bouquet to the station tomorrow at 10?");
        say(question, 64);
        say(
                inbox.from(ana, "APP")
                        .text("Of course. Which colours?")
                        .status("read")
                        .repliesTo(question.wamid()),
                61);
        say(inbox.from(ana, "CUSTOMER").text("Pink and white 🌸").reaction("business", "❤️"), 58);
        say(inbox.from(ana, "CUSTOMER").type("image").text("like these").media("STORED", null), 57);
        say(inbox.from(ana, "CUSTOMER").type("image").media("WAITING", null), 56);
        say(
                inbox.from(ana, "APP")
                        .type("document")
                        .media("STORED", null)
                        .json("{\"document\": {\"filename\": \"Price list.pdf\"}}")
                        .status("sent"),
                55);
        say(
                inbox.from(ana, "CUSTOMER")
                        .type("contacts")
                        .json(
                                "{\"contacts\": [{\"name\": {\"formatted_name\": \"Ben Roth\"},"
                                        + " \"phones\": [{\"phone\": \"+15550100888\"}]}]}"),
                54);
        say(
                inbox.from(ana, "API")
                        .text("Your order 1047 is confirmed: bouquet “Pink and white”, 10:00.")
                        .reference("shop:order-1047")
                        .status("delivered")
                        .price("regular", "utility"),
                50);
        say(
                inbox.from(ana, "API")
                        .type("template")
                        .text("delivery_slot")
                        .reference("shop:slot")
                        .failed(131047, "Re-engagement message", "24 hours have passed"),
                49);
        say(
                inbox.from(ana, "APP")
                        .text("I bring it myself.")
                        .edited("I bring it my self")
                        .status("delivered"),
                40);
        say(
                inbox.from(ana, "CUSTOMER")
                        .type("location")
                        .json(
                                "{\"location\":{\"latitude\":47.378,\"longitude\":8.54,\"name\":\"Main"
                                        + " station\"}}"),
                30);
        say(inbox.from(ana, "CUSTOMER").revoked(), 29);
        say(inbox.from(ana, "CUSTOMER").type("unsupported").placeholder(), 28);
        say(inbox.from(ana, "CUSTOMER").type("poll_creation").json("{\"type\":\"poll\"}"), 27);
        say(inbox.from(ana, "API").text("Is 10:15 fine?").reference("inbox").status("unknown"), 12);
        say(inbox.from(ana, "API").text("Until then!").command("c-1").status("queued"), 2);
        return ana;
    }

    private void others() {
        for (int i = 0; i < NAMES.size(); i++) {
            String number = i % 2 == 0 ? SHOP : ONLINE;
            long id = inbox.conversation(number, NAMES.get(i), "+1555010010" + i);
            say(inbox.from(id, "CUSTOMER").text("See you at " + (i + 9) + " o'clock"), i * 540);
            if (i % 2 == 0) {
                String sender = i % 4 == 0 ? "APP" : "API";
                say(inbox.from(id, sender).text("See you then").status("read"), i * 540);
                inbox.read(id);
            }
        }
        long nameless = inbox.conversation(ONLINE, null, "+15550100777");
        say(inbox.from(nameless, "CUSTOMER").text("<script>alert('x')</script> & \"q\""), 5000);
    }

    private void say(MessageBuilder message, int minutesAgo) {
        inbox.say(message.ago(Duration.ofMinutes(minutesAgo)));
    }

    private void connections() {
        String linked =
                """
                , "activity": {"lastAt": "%s", "lastKind": "ECHO", "certainty": "PROBABLE", "deadline": "%s",
                               "warnedDays": %d, "presumedInactive": false},
                  "sync": {"contacts": {"status": "DONE"}, "history": {"status": "RUNNING", "progress": 40}, "deadline": "%s"}
                """;
        String fresh = linked.formatted(days(9), days(-5), 0, hours(-19));
        String late = linked.formatted(days(11), days(-3), 10, hours(-19));
        String shop = card(SHOP, "Blumen Vidal", "CONNECTED", fresh);
        services.answer(
                "GET /v1/connections",
                200,
                "{\"items\": ["
                        + String.join(
                                ",",
                                shop,
                                card(ONLINE, "Vidal Online Shop", "CONNECTED", "")
                                        .replace("COEXISTENCE", "FULL_MIGRATION"),
                                card(
                                        "900000000000457",
                                        "Garage Lindqvist",
                                        "SUSPENDED",
                                        late + ", \"why\": {\"reason\": \"ACCOUNT_OFFBOARDED\"}"),
                                card(
                                        "900000000000458",
                                        "Café Chloé",
                                        "DISCONNECTED",
                                        ", \"why\": {\"reason\": \"PRIMARY_INACTIVITY\","
                                                + " \"initiatedBy\": \"SYSTEM\"}"),
                                card(
                                        "900000000000459",
                                        "Praxis Roth",
                                        "DISCONNECTING",
                                        ", \"ownerSteps\": [\"On the phone, open the app.\","
                                                + " \"Go to Settings, Account, Business Platform.\"]"))
                        + "]}");
        services.answer("GET /v1/connections/" + SHOP, 200, shop);
        services.answer(
                "GET /v1/connections/" + SHOP + "/history",
                200,
                """
                {"items": [{"at": "2026-11-20T10:00:00Z", "event": "SIGN_UP_STARTED", "from": "", "to": "PENDING",
                            "evidence": "an operator"},
                           {"at": "2026-11-20T10:01:00Z", "event": "CONNECTED", "from": "ONBOARDING", "to": "CONNECTED",
                            "evidence": "self-test passed"}]}
                """);
        services.answer(
                "GET /v1/connections/" + SHOP + "/mode-switch-plan",
                200,
                """
                {"steps": [{"who": "SERVICE", "what": "POST /v1/connections/{phoneNumberId}/disconnect: sending stops.", "done": true},
                           {"who": "OWNER", "what": "On the phone, disconnect in the app.", "done": false}],
                 "queue": "Messages in the queue are held.", "conversations": "Conversations belong to the number."}
                """);
        services.answer(
                "GET /v1/queues/" + SHOP,
                200,
                "{\"total\": 37, \"leftLastMinute\": 618, \"oldestAgeSeconds\": 4.2, \"etaSeconds\": 1.9}");
        services.answer("GET /v1/queues/" + ONLINE, 200, "{\"total\": 0, \"leftLastMinute\": 0}");
        services.answer(
                "GET /v1/queues/900000000000457",
                200,
                "{\"total\": 3, \"oldestAgeSeconds\": 400, \"heldFor\": \"SUSPENDED\"}");
        services.answer(
                "GET /v1/commands/c-1",
                200,
                "{\"status\": \"QUEUED\", \"waitsFor\": \"PAIR_LIMIT\", \"waitSeconds\": 11.8}");
    }

    private static String card(String id, String name, String state, String more) {
        return """
        {"phoneNumberId": "%s", "connectionId": "c-%s", "state": "%s", "mode": "COEXISTENCE", "budgetPerSecond": 20,
         "displayPhoneNumber": "+15550100200", "verifiedName": "%s", "country": "US", "policyEdition": "seven-io",
         "qualityRating": "GREEN",
         "disabledFeatures": [{"feature": "edit", "effect": "Messages sent in one-to-one chats can no longer be edited."}],
         "checks": [{"check": "SUBSCRIPTION", "status": "PASSED"}, {"check": "FIRST_EVENT", "status": "PENDING"}],
         "steps": [{"step": "EXCHANGE_CODE", "status": "DONE"}, {"step": "SUBSCRIBE", "status": "DONE"},
                   {"step": "SYNC_HISTORY", "status": "RUNNING"}, {"step": "SELF_TEST", "status": "UNKNOWN"}] %s}
        """
                .formatted(id, id, state, name, more);
    }

    private void signUps() {
        String offer =
                """
                {"signupId": "%s", "mode": "%s", "phoneNumber": "+15550100200", "country": "US", "edition": "seven-io",
                 "availability": "AVAILABLE", "losses": [{"feature": "edit", "effect": "Messages can no longer be edited."}],
                 "budgetPerSecond": 20, "acknowledged": %s, "expiresAt": "%s",
                 "launchParameters": {"appId": "1", "popupUrl": "http://localhost/popup"}}
                """;
        services.answer(
                "GET /v1/signups/s1",
                200,
                offer.formatted("s1", "COEXISTENCE", false, minutes(-29)));
        services.answer(
                "GET /v1/signups/s2",
                200,
                offer.formatted("s2", "FULL_MIGRATION", true, minutes(-29)));
        services.answer(
                "GET /v1/signups/s3",
                200,
                card(
                                "900000000000460",
                                "",
                                "FAILED",
                                ", \"why\": {\"step\": \"REGISTER\", \"metaCode\": 133005,"
                                        + " \"reason\": \"Two step verification PIN mismatch\","
                                        + " \"nextAction\": \"Give the PIN and try the step"
                                        + " again.\"}")
                        .replace("COEXISTENCE", "FULL_MIGRATION")
                        .replace(
                                "\"SYNC_HISTORY\", \"status\": \"RUNNING\"",
                                "\"REGISTER\", \"status\": \"FAILED\""));
    }

    private void operations() {
        String letter =
                """
                {"partition": 1, "offset": 42, "service": "ingest", "reason": "UNREADABLE_ITEM",
                 "detail": "statuses[0].timestamp is no number of seconds",
                 "origin": {"topic": "whatsapp.webhooks", "partition": 1, "offset": 1017,
                            "pointer": "/entry/0/changes/0/value/statuses/0"},
                 "at": "%s", "redriven": %s, "body": "{\\"object\\": \\"…\\", \\"entry\\": [{\\"id\\": \\"…\\"}]}"}
                """;
        services.answer(
                "GET /v1/dead-letters",
                200,
                "{\"items\": ["
                        + letter.formatted(hours(3), false)
                        + ","
                        + letter.formatted(days(1), true).replace("42", "7")
                        + "], \"waiting\": {\"UNREADABLE_ITEM\": 1}}");
        services.answer("GET /v1/dead-letters/1/42", 200, letter.formatted(hours(3), false));
        services.answer(
                "GET /v1/policies",
                200,
                """
                {"inForce": "seven-io", "editions": [
                  {"edition": "seven-io", "date": "2026-11-22", "source": "seven.io help", "otherCountries": "AVAILABLE",
                   "countries": {"CH": "NOT_AVAILABLE", "AU": "NOT_AVAILABLE", "JP": "NOT_AVAILABLE"},
                   "disabledFeatures": [
                     {"feature": "edit", "effect": "Messages sent in one-to-one chats can no longer be edited."},
                     {"feature": "view-once", "effect": "Photos can no longer be sent as view once."}],
                   "budgets": {"coexistence": 20, "fullMigration": 80}, "activity": {"days": 14, "warnings": [10, 12, 13]}},
                  {"edition": "meta-2026-09", "date": "2026-09-11", "source": "developers.facebook.com",
                   "otherCountries": "AVAILABLE", "countries": {"CH": "UNKNOWN"},
                   "disabledFeatures": [{"feature": "view-once", "effect": "Photos can no longer be sent as view once."}],
                   "budgets": {"coexistence": 20, "fullMigration": 80}, "activity": {"days": 14, "warnings": [10, 12, 13]}}]}
                """);
    }

    private void keysAndAudit() {
        services.answer(
                "GET /v1/keys",
                200,
                """
                {"items": [
                  {"keyId": "abcdefghijkl", "tenant": "default", "name": "CRM of the shop", "createdAt": "%s",
                   "scopes": ["messages:send", "threads:read", "contacts:phone", "webhooks:manage"],
                   "createdBy": "Ida Sommer", "lastUsedAt": "%s", "expiresAt": "2099-12-31T23:00:00Z"},
                  {"keyId": "mnopqrstuvwx", "tenant": "default", "name": "CRM of the shop", "createdAt": "%s",
                   "scopes": ["messages:send"], "createdBy": "Ida Sommer", "revokedAt": "%s"}]}
                """
                        .formatted(days(9), minutes(4), days(90), days(2)));
        services.answer(
                "GET /v1/audit",
                200,
                """
                {"items": [
                  {"entryId": "2", "at": "%s", "tenant": "default", "callerKind": "PERSON", "callerId": "owner@default",
                   "callerName": "Ida Sommer", "action": "webhook-endpoint.change", "object": "17", "address": "192.0.2.7",
                   "before": "{\\"url\\":\\"https://203.0.113.7\\",\\"types\\":[\\"message.inbound\\"]}",
                   "after": "{\\"url\\":\\"https://203.0.113.7\\",\\"types\\":[]}"},
                  {"entryId": "1", "at": "%s", "tenant": "default", "callerKind": "API_KEY", "callerId": "abcdefghijkl",
                   "callerName": "CRM of the shop", "action": "contact.erase", "object": "4711"}],
                 "nextCursor": "older"}
                """
                        .formatted(hours(1), days(1)));
    }

    private Instant days(int ago) {
        return inbox.ago(Duration.ofDays(ago));
    }

    private Instant hours(int ago) {
        return inbox.ago(Duration.ofHours(ago));
    }

    private Instant minutes(int ago) {
        return inbox.ago(Duration.ofMinutes(ago));
    }
}
