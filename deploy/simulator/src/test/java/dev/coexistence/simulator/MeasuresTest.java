package dev.coexistence.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Meta does to a number and to its threads, driven over HTTP. */
class MeasuresTest {
    private static final String ANA = "+15550100999";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Receiver app = new Receiver();
    private final Simulator meta = Simulator.start(SimulatorSettings.defaults());
    private final SimulatedNumber shop =
            meta.addNumber(NumberSpec.coexistence("+15550100200").withWindowAlwaysOpen());
    private final Graph graph = new Graph(meta, meta.tokenOf(shop));
    private final String at = "/simulator/numbers/" + shop.phoneNumberId();

    @BeforeEach
    void deliver() {
        meta.deliverTo(app.uri());
        graph.put("/simulator/statuses", "{}");
    }

    @AfterEach
    void stop() {
        meta.close();
        app.close();
    }

    @Test
    void aRestrictionMayBeToldWithoutEffect() {
        graph.post(
                at + "/restrict",
                "{\"type\":\"RESTRICTED_BIZ_INITIATED_MESSAGING\",\"expiration\":\"2026-12-24\"}");

        JsonNode value = only("account_update");
        assertThat(value.path("event").asString()).isEqualTo("ACCOUNT_RESTRICTION");
        assertThat(value.at("/restriction_info/0/restriction_type").asString())
                .isEqualTo("RESTRICTED_BIZ_INITIATED_MESSAGING");
        assertThat(graph.text(shop, ANA, "").status()).isEqualTo(200);
        assertThat(health()).isEqualTo("AVAILABLE");
    }

    @Test
    void aRestrictionMayTouchWhatTheBusinessBegins() {
        graph.post(
                at + "/restrict",
                "{\"code\":368,\"scope\":\"BUSINESS_INITIATED\",\"type\":\"RESTRICTED_BIZ_INITIATED_MESSAGING\"}");

        assertThat(graph.template(shop, ANA).code()).isEqualTo(368);
        assertThat(graph.text(shop, ANA, "").status()).isEqualTo(200);
        assertThat(health()).isEqualTo("LIMITED");
    }

    @Test
    void sendsAreRefusedWithWordsAndSubcodeUntilItIsMended() {
        JsonNode number =
                graph.post(
                                at + "/restrict",
                                "{\"code\":131042,\"subcode\":2494055,\"details\":\"No payment method.\"}")
                        .body();

        Graph.Result refused = graph.text(shop, ANA, "");
        String during = health();
        graph.post(at + "/restrict", "{\"code\":null}");

        assertThat(number.path("restriction").asInt()).isEqualTo(131042);
        assertThat(refused.code()).isEqualTo(131042);
        assertThat(refused.body().at("/error/error_subcode").asInt()).isEqualTo(2494055);
        assertThat(refused.body().at("/error/error_data/details").asString())
                .isEqualTo("No payment method.");
        assertThat(during).isEqualTo("BLOCKED");
        assertThat(graph.text(shop, ANA, "").status()).isEqualTo(200);
        assertThat(health()).isEqualTo("AVAILABLE");
    }

    @Test
    void aRestrictionEndsByItselfWhenItIsToLast() {
        graph.post(at + "/restrict", "{\"code\":131042,\"lasts\":\"PT1S\"}");

        assertThat(graph.text(shop, ANA, "").code()).isEqualTo(131042);
        await().until(() -> health().equals("AVAILABLE"));
        assertThat(graph.text(shop, ANA, "").status()).isEqualTo(200);
    }

    @Test
    void aTokenThatEndedOpensNothing() {
        graph.post(at + "/restrict", "{\"code\":190,\"subcode\":463}");

        assertThat(graph.text(shop, ANA, "").code()).isEqualTo(190);
        assertThat(graph.get("/v25.0/" + shop.phoneNumberId()).code()).isEqualTo(190);
        assertThat(graph.get("/v25.0/" + shop.wabaId() + "/phone_numbers").code()).isEqualTo(190);
    }

    @Test
    void anUninstalledAppIsToldUnderThePartnersEntryAndHasNoToken() throws Exception {
        graph.post(at + "/uninstall-app", "{\"misnested\":true}");

        await().until(() -> app.accepted().size() == 1);
        JsonNode change = entry().at("/changes/0");
        assertThat(change.has("field")).isFalse();
        JsonNode value = change.path("value");
        assertThat(value.path("event").asString()).isEqualTo("PARTNER_APP_UNINSTALLED");
        assertThat(value.at("/waba_info/waba_id").asString()).isEqualTo(shop.wabaId());
        assertThat(value.path("field").asString()).isEqualTo("account_update");
        assertThat(entry().path("id").asString()).isNotEqualTo(shop.wabaId());
        assertThat(graph.get("/v25.0/" + shop.phoneNumberId()).code()).isEqualTo(190);
    }

    @Test
    void anUninstalledAppWithoutEffectIsOnlyTold() {
        graph.post(at + "/uninstall-app", "{\"effective\":false}");

        assertThat(only("account_update").has("field")).isFalse();
        assertThat(graph.text(shop, ANA, "").status()).isEqualTo(200);
    }

    @Test
    void standbyComesNestedAndFlat() {
        graph.post(at + "/standby-messages", "{\"from\":\"" + ANA + "\",\"text\":\"hi\"}");
        JsonNode nested = only("standby");
        graph.post(
                at + "/standby-messages",
                "{\"from\":\"" + ANA + "\",\"text\":\"hi\",\"form\":\"FLAT\"}");
        JsonNode flat = newest(2, "standby");

        assertThat(nested.at("/metadata/phone_number_id").asString())
                .isEqualTo(shop.phoneNumberId());
        assertThat(nested.has("messages")).isFalse();
        assertThat(nested.at("/standby/messages/0/text/body").asString()).isEqualTo("hi");
        assertThat(nested.at("/standby/contacts/0/wa_id").asString()).isEqualTo("15550100999");
        assertThat(flat.at("/messages/0/from").asString()).isEqualTo("15550100999");
    }

    @Test
    void theAgentsAnswerIsNoUseOfTheApp() {
        var opened = shop.handset().openedAt();
        graph.post(at + "/agent-messages", "{\"to\":\"" + ANA + "\",\"text\":\"at once\"}");
        JsonNode nested = only("standby");
        graph.post(
                at + "/agent-messages",
                "{\"to\":\"" + ANA + "\",\"text\":\"at once\",\"form\":\"FLAT\"}");
        JsonNode flat = newest(2, "standby");

        assertThat(nested.at("/standby/message_echoes/0/message/to").asString())
                .isEqualTo("15550100999");
        assertThat(nested.at("/standby/message_echoes/0/message/text/body").asString())
                .isEqualTo("at once");
        assertThat(flat.at("/message_echoes/0/to").asString()).isEqualTo("15550100999");
        assertThat(shop.handset().openedAt()).isEqualTo(opened);
    }

    @Test
    void handoversComeInThreeShapesWithoutMetadata() {
        String hand = "{\"from\":\"" + ANA + "\",\"shape\":\"%s\",\"newOwner\":\"escalation\"}";
        graph.post(at + "/handovers", hand.formatted("ROLE"));
        JsonNode role = only("messaging_handovers");
        graph.post(at + "/handovers", hand.formatted("APP_ROLE"));
        JsonNode appRole = newest(2, "messaging_handovers");
        graph.post(at + "/handovers", hand.formatted("TEXT"));
        JsonNode text = newest(3, "messaging_handovers");

        assertThat(role.has("metadata")).isFalse();
        assertThat(role.at("/recipient/phone_number_id").asString())
                .isEqualTo(shop.phoneNumberId());
        assertThat(role.at("/sender/phone_number").asString()).isEqualTo("15550100999");
        assertThat(role.at("/control_passed/new_owner_role").asString()).isEqualTo("escalation");
        assertThat(appRole.at("/control_passed/new_owner_app_role").asString())
                .isEqualTo("escalation");
        assertThat(text.path("control_passed").asString()).isEqualTo("escalation");
    }

    @Test
    void aCustomersPreferenceIsTold() {
        graph.post(at + "/preferences", "{\"from\":\"" + ANA + "\",\"value\":\"stop\"}");

        JsonNode item = only("user_preferences").at("/user_preferences/0");
        assertThat(item.path("wa_id").asString()).isEqualTo("15550100999");
        assertThat(item.path("value").asString()).isEqualTo("stop");
        assertThat(item.path("category").asString()).isEqualTo("marketing_messages");
        assertThat(item.path("timestamp").isIntegralNumber()).isTrue();
    }

    private String health() {
        return graph.get("/v25.0/" + shop.phoneNumberId() + "?fields=health_status")
                .body()
                .at("/health_status/can_send_message")
                .asString();
    }

    private JsonNode only(String field) {
        return newest(1, field);
    }

    private JsonNode newest(int count, String field) {
        await().until(() -> app.accepted().size() == count);
        JsonNode change = entry().at("/changes/0");
        assertThat(change.path("field").asString()).isEqualTo(field);
        return change.path("value");
    }

    private JsonNode entry() {
        return MAPPER.readTree(app.accepted().getLast()).at("/entry/0");
    }
}
