package dev.coexistence.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SignUpMode;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OnboardingTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String CONTACTS =
            "{\"messaging_product\":\"whatsapp\",\"sync_type\":\"smb_app_state_sync\"}";
    private static final String HISTORY =
            "{\"messaging_product\":\"whatsapp\",\"sync_type\":\"history\"}";
    private static final String REGISTER =
            "{\"messaging_product\":\"whatsapp\",\"pin\":\"482915\"}";

    private final Receiver app = new Receiver();
    private final Simulator meta = Simulator.start(SimulatorSettings.defaults());
    private final Graph anonymous = new Graph(meta, "none");

    OnboardingTest() {
        meta.deliverTo(app.uri());
    }

    @AfterEach
    void stop() {
        meta.close();
        app.close();
    }

    @Test
    void coexistenceHandsOverOnlyTheWabaAndNeedsNoRegistration() {
        SimulatedNumber number = meta.addNumber(NumberSpec.onTheApp("+15550100400"));
        SignUp done = meta.signUp(number.phoneNumberId(), SignUpMode.COEXISTENCE);
        JsonNode event = MAPPER.readTree(done.sessionEvent());
        Graph graph = new Graph(meta, exchange(done.code()));

        assertThat(event.path("event").asString())
                .isEqualTo("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING");
        assertThat(event.path("data").propertyNames()).containsExactly("waba_id");
        String waba = event.at("/data/waba_id").asString();
        assertThat(graph.post("/v25.0/" + waba + "/subscribed_apps", "").status()).isEqualTo(200);
        JsonNode node =
                graph.get("/v25.0/" + waba + "/phone_numbers?fields=is_on_biz_app,platform_type")
                        .body()
                        .at("/data/0");
        assertThat(node.path("id").asString()).isEqualTo(number.phoneNumberId());
        assertThat(node.path("is_on_biz_app").asBoolean()).isTrue();
        assertThat(node.path("platform_type").asString()).isEqualTo("CLOUD_API");
        assertThat(graph.post(path(number, "register"), REGISTER).code()).isEqualTo(100);
        assertThat(graph.post(path(number, "deregister"), "").code()).isEqualTo(100);
    }

    @Test
    void fullMigrationIsOnTheCloudOnlyAfterRegistration() {
        SimulatedNumber number = meta.addNumber(NumberSpec.fresh("+15550100500"));
        Graph graph = signedUp(number, SignUpMode.FULL_MIGRATION);
        String fields = "/v25.0/" + number.phoneNumberId() + "?fields=platform_type,is_on_biz_app";

        assertThat(graph.get(fields).body().path("platform_type").asString())
                .isEqualTo("NOT_APPLICABLE");
        assertThat(graph.template(number, "+15550100999").code()).isEqualTo(133010);
        assertThat(graph.post(path(number, "register"), REGISTER).status()).isEqualTo(200);
        assertThat(graph.get(fields).body().path("platform_type").asString())
                .isEqualTo("CLOUD_API");
        assertThat(graph.get(fields).body().path("is_on_biz_app").asBoolean()).isFalse();
        assertThat(graph.template(number, "+15550100999").status()).isEqualTo(200);
    }

    @Test
    void aCodeWorksOnceAndForThirtySeconds() {
        SimulatedNumber number = meta.addNumber(NumberSpec.onTheApp("+15550100400"));
        String code = meta.signUp(number.phoneNumberId(), SignUpMode.COEXISTENCE).code();

        assertThat(exchange(code)).isNotEmpty();
        assertThat(exchangeResult(code).status()).isEqualTo(400);

        meta.phone(number).disconnects("ACCOUNT_DISCONNECTED", "BUSINESS");
        String late = meta.signUp(number.phoneNumberId(), SignUpMode.COEXISTENCE).code();
        meta.clock().advance(Duration.ofSeconds(31));
        assertThat(exchangeResult(late).code()).isEqualTo(100);
        assertThat(exchangeResult("nonsense").code()).isEqualTo(100);
    }

    @Test
    void aWrongPinIsRefusedAndElevenCallsAreTooMany() {
        SimulatedNumber number = meta.addNumber(NumberSpec.fresh("+15550100500"));
        Graph graph = signedUp(number, SignUpMode.FULL_MIGRATION);
        String wrong = REGISTER.replace("482915", "000000");
        graph.post(path(number, "register"), REGISTER);

        assertThat(graph.post(path(number, "register"), wrong).code()).isEqualTo(133005);
        for (int i = 0; i < 8; i++) {
            assertThat(graph.post(path(number, "register"), REGISTER).status()).isEqualTo(200);
        }
        assertThat(graph.post(path(number, "register"), REGISTER).code()).isEqualTo(133016);
        meta.clock().advance(Duration.ofHours(73));
        assertThat(graph.post(path(number, "register"), REGISTER).status()).isEqualTo(200);
    }

    @Test
    void eachSynchronisationIsGrantedOnceAndWithinADay() {
        SimulatedNumber number = meta.addNumber(NumberSpec.onTheApp("+15550100400"));
        Graph graph = signedUp(number, SignUpMode.COEXISTENCE);

        Graph.Result first = graph.post(path(number, "smb_app_data"), CONTACTS);
        assertThat(first.body().path("request_id").asString()).isNotEmpty();
        Graph.Result again = graph.post(path(number, "smb_app_data"), CONTACTS);
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.code()).isEqualTo(2593107);
        meta.clock().advance(Duration.ofHours(25));
        assertThat(graph.post(path(number, "smb_app_data"), HISTORY).code()).isEqualTo(2593108);
    }

    @Test
    void historyComesInPhasesWithMediaLater() {
        SimulatedNumber number = meta.addNumber(NumberSpec.onTheApp("+15550100400"));
        Graph graph = signedUp(number, SignUpMode.COEXISTENCE);
        graph.put(
                "/simulator/numbers/" + number.phoneNumberId() + "/history",
                """
                {"chunkSize":2,"threads":[{"customer":"+15550100999","messages":[
                  {"by":"CUSTOMER","text":"long ago","daysAgo":100},
                  {"by":"OWNER","text":"old","daysAgo":20},
                  {"by":"CUSTOMER","message":{"type":"image","image":{"id":"1"}},"daysAgo":3},
                  {"by":"CUSTOMER","message":{"type":"image","image":{"id":"2"}},"daysAgo":20},
                  {"by":"OWNER","text":"new","daysAgo":0.5}]}]}\
                """);
        graph.post(path(number, "smb_app_data"), HISTORY);
        await().until(() -> app.accepted().size() == 5);

        List<JsonNode> values =
                app.accepted().stream()
                        .map(b -> MAPPER.readTree(b).at("/entry/0/changes/0/value"))
                        .toList();
        List<JsonNode> chunks = values.stream().filter(v -> v.has("history")).toList();

        assertThat(chunks).hasSize(4);
        assertThat(chunks)
                .extracting(c -> c.at("/history/0/metadata/progress").asInt())
                .contains(100);
        assertThat(chunks)
                .extracting(c ->
                        c.at("/history/0/metadata/phase").asInt()
                                + "/"
                                + c.at("/history/0/metadata/chunk_order").asInt())
                .containsExactlyInAnyOrder("0/1", "1/1", "1/2", "2/1");
        JsonNode detail = values.stream().filter(v -> !v.has("history")).findFirst().orElseThrow();
        assertThat(detail.at("/messages/0/image/id").asString()).isEqualTo("1");
        String wamid = detail.at("/messages/0/id").asString();
        assertThat(String.join("", app.accepted()))
                .contains("\"id\":\"" + wamid + "\"")
                .contains("media_placeholder");
    }

    @Test
    void anOwnerWhoDeclinesIsToldByWebhook() {
        SimulatedNumber number = meta.addNumber(NumberSpec.onTheApp("+15550100400"));
        Graph graph = signedUp(number, SignUpMode.COEXISTENCE);
        graph.put(
                "/simulator/numbers/" + number.phoneNumberId() + "/history", "{\"declined\":true}");

        assertThat(graph.post(path(number, "smb_app_data"), HISTORY).status()).isEqualTo(200);

        await().until(() -> app.accepted().size() == 1);
        assertThat(app.accepted().getFirst()).contains("2593109");
    }

    @Test
    void contactsComeWhenAskedForAndLaterByThemselves() {
        SimulatedNumber number = meta.addNumber(NumberSpec.onTheApp("+15550100400"));
        meta.phone(number).savesContact("+15550100999", "Ana Vidal");
        Graph graph = signedUp(number, SignUpMode.COEXISTENCE);
        graph.post(path(number, "smb_app_data"), CONTACTS);
        await().until(() -> app.accepted().size() == 1);
        meta.phone(number).removesContact("+15550100999");
        await().until(() -> app.accepted().size() == 2);

        assertThat(app.accepted().get(0)).contains("\"action\":\"add\"", "\"first_name\":\"Ana\"");
        assertThat(app.accepted().get(1))
                .contains("\"action\":\"remove\"")
                .doesNotContain("first_name");
    }

    @Test
    void thePopupRefusesWhatThePhoneCannotDo() {
        SimulatedNumber fresh = meta.addNumber(NumberSpec.fresh("+15550100500"));
        SimulatedNumber connected = meta.addNumber(NumberSpec.coexistence("+15550100600"));

        assertThatThrownBy(() -> meta.signUp(fresh.phoneNumberId(), SignUpMode.COEXISTENCE))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> meta.signUp(connected.phoneNumberId(), SignUpMode.FULL_MIGRATION))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anOverrideIsCheckedBeforeItIsUsed() {
        SimulatedNumber number = meta.addNumber(NumberSpec.coexistence("+15550100600"));
        Graph graph = new Graph(meta, meta.tokenOf(number));
        String path = "/v25.0/" + number.wabaId() + "/subscribed_apps";
        try (Receiver own = new Receiver()) {
            String body =
                    "{\"override_callback_uri\":\"" + own.uri() + "\",\"verify_token\":\"%s\"}";

            assertThat(graph.post(path, body.formatted("wrong")).code()).isEqualTo(2200);
            assertThat(graph.post(path, body.formatted("simulator-verify-token")).status())
                    .isEqualTo(200);
            meta.phone(number).customerWrites("+15550100999", "hello");
            meta.phone(number).changesDevice();

            await().until(() -> own.posts().size() == 1 && app.posts().size() == 1);
            assertThat(app.accepted().getFirst()).contains("ACCOUNT_OFFBOARDED");
        }
    }

    @Test
    void theNumberSaysWhereItsWebhooksGoLevelByLevel() {
        SimulatedNumber number = meta.addNumber(NumberSpec.coexistence("+15550100600"));
        Graph graph = new Graph(meta, meta.tokenOf(number));
        String node = "/v25.0/" + number.phoneNumberId() + "?fields=webhook_configuration";

        JsonNode ofTheApp = graph.get(node).body().path("webhook_configuration");
        graph.post(
                "/v25.0/" + number.phoneNumberId(),
                """
                {"webhook_configuration":{"override_callback_uri":"https://own.example/hook"}}\
                """);
        JsonNode ofItsOwn = graph.get(node).body().path("webhook_configuration");

        assertThat(ofTheApp.path("application").asString()).isEqualTo(app.uri().toString());
        assertThat(ofTheApp.has("phone_number")).isFalse();
        assertThat(ofItsOwn.path("phone_number").asString()).isEqualTo("https://own.example/hook");
        assertThat(ofItsOwn.path("application").asString()).isEqualTo(app.uri().toString());
    }

    @Test
    void aBadRatingFlagsTheNumberAndABetterOneLiftsThat() {
        SimulatedNumber number = meta.addNumber(NumberSpec.coexistence("+15550100600"));
        Graph graph = new Graph(meta, meta.tokenOf(number));
        String node = "/v25.0/" + number.phoneNumberId() + "?fields=quality_rating";
        String quality = "/simulator/numbers/" + number.phoneNumberId() + "/quality";

        assertThat(graph.get(node).body().path("quality_rating").asString()).isEqualTo("GREEN");
        graph.put(quality, "{\"rating\":\"YELLOW\"}");
        graph.put(quality, "{\"rating\":\"RED\"}");
        assertThat(graph.get(node).body().path("quality_rating").asString()).isEqualTo("RED");
        await().until(() -> app.accepted().size() == 1);
        graph.put(quality, "{\"rating\":\"GREEN\"}");
        await().until(() -> app.accepted().size() == 2);

        assertThat(app.accepted().get(0)).contains("phone_number_quality_update", "\"FLAGGED\"");
        assertThat(app.accepted().get(1)).contains("\"UNFLAGGED\"");
        assertThat(graph.put(quality, "{\"rating\":\"PINK\"}").status()).isEqualTo(400);
    }

    @Test
    void aTokenTellsWhatItReaches() {
        SimulatedNumber number = meta.addNumber(NumberSpec.coexistence("+15550100600"));
        String token = meta.tokenOf(number);

        JsonNode data =
                anonymous.get("/v25.0/debug_token?input_token=" + token).body().path("data");

        assertThat(data.path("is_valid").asBoolean()).isTrue();
        assertThat(data.at("/granular_scopes/0/target_ids/0").asString())
                .isEqualTo(number.wabaId());
    }

    private Graph signedUp(SimulatedNumber number, SignUpMode mode) {
        String code = meta.signUp(number.phoneNumberId(), mode).code();
        Graph graph = new Graph(meta, exchange(code));
        graph.post("/v25.0/" + number.wabaId() + "/subscribed_apps", "");
        return graph;
    }

    private String exchange(String code) {
        return exchangeResult(code).body().path("access_token").asString("");
    }

    private Graph.Result exchangeResult(String code) {
        return anonymous.get(
                "/v25.0/oauth/access_token?client_id=100000000000001"
                        + "&client_secret=simulator-app-secret&code="
                        + code);
    }

    private static String path(SimulatedNumber number, String edge) {
        return "/v25.0/" + number.phoneNumberId() + "/" + edge;
    }
}
