package dev.coexistence.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.simulator.number.CustomerIds;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.phone.Phone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class TemplateSendsTest {
    private static final String ANA = "+15550100999";

    private final Receiver app = new Receiver();
    private final Simulator meta = Simulator.start(SimulatorSettings.defaults());
    private final SimulatedNumber shop = meta.addNumber(NumberSpec.coexistence("+15550100200"));
    private final Graph graph = new Graph(meta, meta.tokenOf(shop));

    @AfterEach
    void stop() {
        meta.close();
        app.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'type':'body','parameters':[{'type':'text','text':'Ana'},{'type':'text','text':'7'}]}] | 0",
                "[{'type':'BODY','parameters':[{'type':'text','text':'Ana'},{'type':'currency','currency':{}}]}] | 0",
                "[] | 132000",
                "[{'type':'body','parameters':[{'type':'text','text':'Ana'}]}] | 132000",
                "[{'type':'body','parameters':[{'type':'text','text':'1'},{'type':'text','text':'2'},{'type':'text','text':'3'}]}] | 132000",
                "[{'type':'body','parameters':[{'type':'text','text':'1'},{'type':'text','text':'2'}]},{'type':'button','index':'0','parameters':[{'type':'text','text':'x'}]}] | 132000",
                "[{'type':'body','parameters':[{'type':'text','text':'Ana'},{'type':'image','image':{'id':'1'}}]}] | 132012",
                "[{'type':'body','parameters':[{'type':'text','text':'Ana'},{'type':'text','text':''}]}] | 131008",
                "[{'type':'body','parameters':[{'type':'text','text':'Ana'},{'type':'text','text':'a\\nb'}]}] | 132018",
                "[{'type':'song','parameters':[]}] | 100"
            })
    void parametersAreCountedAndLookedAt(String components, int code) {
        assertThat(send("order_update", "en", components).code()).isEqualTo(code);
    }

    @Test
    void whatWasCountedIsSaid() {
        assertThat(
                        send("order_update", "en", "[]")
                                .body()
                                .at("/error/error_data/details")
                                .asString())
                .isEqualTo(
                        "body: number of localizable_params (0) does not match the expected number of params (2)");
    }

    @Test
    void mediaHeadersButtonsAndNamesAreLookedAt() {
        put(
                """
                {"name":"ticket","language":"de","parameter_format":"NAMED","components":[
                 {"type":"HEADER","format":"IMAGE"},{"type":"BODY","text":"Hallo {{first_name}}"},
                 {"type":"BUTTONS","buttons":[{"type":"URL","text":"Open","url":"https://shop.example/{{1}}"}]}]}
                """);
        String right =
                "[{'type':'header','parameters':[{'type':'image','image':{'id':'1'}}]},"
                        + "{'type':'body','parameters':[{'type':'text','parameter_name':'first_name','text':'Ana'}]},"
                        + "{'type':'button','sub_type':'url','index':'0','parameters':[{'type':'text','text':'7'}]}]";

        assertThat(send("ticket", "de", right).code()).isZero();
        assertThat(send("ticket", "de", right.replace("'image'", "'video'")).code())
                .isEqualTo(132012);
        assertThat(send("ticket", "de", right.replace("'first_name'", "'last_name'")).code())
                .isEqualTo(132012);
        assertThat(send("ticket", "de", right.replace("'parameter_name':'first_name',", "")).code())
                .isEqualTo(100);
        assertThat(send("ticket", "de", right.replace("'index':'0'", "'index':'1'")).code())
                .isEqualTo(132000);
    }

    @Test
    void onlyAnApprovedTemplateOfThatLanguageGoesOut() {
        put("{\"name\":\"slow\",\"body\":\"Hi\",\"status\":\"PAUSED\"}");
        put("{\"name\":\"gone\",\"body\":\"Hi\",\"status\":\"DISABLED\"}");

        assertThat(send("nobody_made_it", "en", "[]").code()).isEqualTo(132001);
        assertThat(send("order_update", "fr", "[]").status()).isEqualTo(404);
        assertThat(send("spring_sale", "en", "[]").code()).isEqualTo(132001);
        assertThat(send("slow", "en", "[]").code()).isEqualTo(132015);
        assertThat(send("gone", "en", "[]").code()).isEqualTo(132016);
        put("{\"name\":\"slow\",\"status\":\"APPROVED\"}");
        assertThat(send("slow", "en", "[]").code()).isZero();
    }

    @Test
    void aNewStatusIsToldToTheAppOnce() throws Exception {
        meta.deliverTo(app.uri());

        put("{\"name\":\"order_update\",\"status\":\"PAUSED\",\"reason\":\"LOW_QUALITY\"}");
        put("{\"name\":\"order_update\",\"status\":\"PAUSED\"}");
        put("{\"name\":\"order_update\",\"status\":\"APPROVED\"}");

        await().until(() -> app.accepted().size() == 2);
        var change = new JsonMapper().readTree(app.accepted().getFirst()).at("/entry/0/changes/0");
        assertThat(change.path("field").asString()).isEqualTo("message_template_status_update");
        assertThat(change.at("/value/event").asString()).isIn("PAUSED", "APPROVED");
        assertThat(change.at("/value/message_template_id").isIntegralNumber()).isTrue();
        assertThat(change.at("/value/message_template_name").asString()).isEqualTo("order_update");
    }

    @Test
    void whoStoppedMarketingIsNotAdvertisedTo() {
        String one = "[{'type':'body','parameters':[{'type':'text','text':'Ana'}]}]";
        meta.phone(shop).wantsMarketing(Phone.Sender.of(ANA), false);

        assertThat(send("summer_sale", "en", one).code()).isEqualTo(131050);
        assertThat(send("appointment", "en", one).code()).isZero();
        meta.phone(shop).wantsMarketing(Phone.Sender.of(ANA), true);
        assertThat(send("summer_sale", "en", one).code()).isZero();
    }

    @Test
    void aCodeForSigningInNeedsAPhoneNumber() {
        put(
                """
                {"name":"code","category":"AUTHENTICATION","components":[{"type":"BODY","text":"{{1}} is your code."},
                 {"type":"BUTTONS","buttons":[{"type":"COPY_CODE"}]}]}
                """);
        String template =
                json(
                        "'type':'template','template':{'name':'code','language':{'code':'en'},'components':["
                                + "{'type':'body','parameters':[{'type':'text','text':'4711'}]},"
                                + "{'type':'button','index':'0','parameters':[{'type':'coupon_code','coupon_code':'4711'}]}]}");

        assertThat(post("\"to\":\"" + ANA + "\"," + template).code()).isZero();
        assertThat(post("\"recipient\":\"" + CustomerIds.userId(ANA) + "\"," + template).code())
                .isEqualTo(131062);
    }

    @Test
    void theCheckCanBeSwitchedOff() {
        graph.put("/simulator/templates/checks", "{\"enforced\":false}");

        assertThat(send("nobody_made_it", "en", "[]").status()).isEqualTo(200);
    }

    private void put(String json) {
        meta.putTemplate(shop.wabaId(), json);
    }

    private Graph.Result send(String name, String language, String components) {
        return post(
                json(
                        "'to':'%s','type':'template','template':{'name':'%s','language':{'code':'%s'},'components':%s}"
                                .formatted(ANA, name, language, components)));
    }

    private Graph.Result post(String members) {
        return graph.post(
                "/v25.0/" + shop.phoneNumberId() + "/messages",
                "{\"messaging_product\":\"whatsapp\"," + members + "}");
    }

    private static String json(String quoted) {
        return quoted.replace('\'', '"');
    }
}
