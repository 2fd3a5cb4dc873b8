package dev.coexistence.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.trace.Arrival;
import dev.coexistence.simulator.webhook.StatusPlan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whom a message goes to, and how its content may be written. */
class RecipientsTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String TEXT = "\"type\":\"text\",\"text\":{\"body\":\"hello\"}";

    private final Receiver app = new Receiver();
    private final Simulator meta = Simulator.start(SimulatorSettings.defaults());
    private final SimulatedNumber shop =
            meta.addNumber(NumberSpec.fullMigration("+15550100200").withWindowAlwaysOpen());
    private final Graph graph = new Graph(meta, meta.tokenOf(shop));

    @AfterEach
    void stop() {
        meta.close();
        app.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"to\":\"US.70000000000000000001\"",
                "\"to\":\"4915112345678@lid\"",
                "\"to\":\"+49 151 1234567 ext. 9\"",
                "\"to\":\"GRP-88888\"",
                "\"recipient\":\"+15550100999\"",
                "\"recipient\":\"US.\"",
                "\"recipient_type\":\"crowd\",\"to\":\"+15550100999\""
            })
    void letsNobodyBeSomebodyElse(String recipient) {
        assertThat(post(recipient + "," + TEXT).code()).isEqualTo(100);
        assertThat(meta.arrivals()).isEmpty();
    }

    @Test
    void aUserIdMadeElsewhereStaysAsItIs() throws Exception {
        meta.deliverTo(app.uri());

        Graph.Result sent = post("\"recipient\":\"DE.ENT.Ab12345678\"," + TEXT);

        assertThat(sent.body().at("/contacts/0/user_id").asString()).isEqualTo("DE.ENT.Ab12345678");
        assertThat(meta.arrivals()).extracting(Arrival::to).containsExactly("DE.ENT.Ab12345678");
        await().until(() -> app.accepted().size() == 2);
        JsonNode status = statuses().getFirst();
        assertThat(status.path("recipient_user_id").asString()).isEqualTo("DE.ENT.Ab12345678");
        assertThat(status.has("recipient_id")).isFalse();
    }

    @Test
    void aGroupHearsAndEachParticipantHasAStatus() throws Exception {
        meta.setStatuses(new StatusPlan(Duration.ZERO, Duration.ofMillis(20), null));
        meta.deliverTo(app.uri());
        meta.phone(shop).customerWritesInGroup("GRP-88", "+15550100901", "one");
        meta.phone(shop).customerWritesInGroup("GRP-88", "+15550100902", "two");

        Graph.Result sent = post("\"recipient_type\":\"group\",\"to\":\"GRP-88\"," + TEXT);
        await().until(() -> app.accepted().size() == 5);
        meta.phone(shop).participantReads("+15550100902", sent.wamid());
        await().until(() -> app.accepted().size() == 6);

        assertThat(sent.body().at("/contacts/0/wa_id").asString()).isEqualTo("GRP-88");
        assertThat(meta.arrivals()).extracting(Arrival::to).containsExactly("GRP-88");
        assertThat(app.accepted())
                .filteredOn(body -> body.contains("\"group_id\":\"GRP-88\""))
                .hasSize(2);
        assertThat(statuses())
                .allSatisfy(s -> {
                    assertThat(s.path("recipient_id").asString()).isEqualTo("GRP-88");
                    assertThat(s.path("recipient_type").asString()).isEqualTo("group");
                })
                .extracting(s ->
                        s.path("status").asString()
                                + " "
                                + s.path("recipient_participant_id").asString(""))
                .containsExactlyInAnyOrder(
                        "sent ",
                        "delivered 15550100901",
                        "delivered 15550100902",
                        "read 15550100902");
    }

    @Test
    void aGroupThatIsNotTheNumbersIsRefused() {
        SimulatedNumber phone =
                meta.addNumber(NumberSpec.coexistence("+15550100201").withWindowAlwaysOpen());
        meta.phone(phone).customerWritesInGroup("GRP-77", "+15550100901", "one");
        String toGroup = "\"recipient_type\":\"group\",\"to\":\"GRP-77\"," + TEXT;

        assertThat(post(toGroup).body().at("/error/error_subcode").asInt()).isEqualTo(33);
        assertThat(
                        new Graph(meta, meta.tokenOf(phone))
                                .post(
                                        "/v25.0/" + phone.phoneNumberId() + "/messages",
                                        "{\"messaging_product\":\"whatsapp\"," + toGroup + "}")
                                .code())
                .isEqualTo(131215);
    }

    @Test
    void objectsAndListsMayComeAsJsonText() {
        for (String content :
                List.of(
                        "\"type\":\"contacts\",\"contacts\":\"[{\\\"name\\\": {\\\"formatted_name\\\": \\\"Ann\\\", \\\"first_name\\\": \\\"Ann\\\"}}]\"",
                        "\"type\":\"text\",\"text\":\"{\\\"body\\\":\\\"hello\\\"}\"",
                        "\"type\":\"template\",\"template\":\"{\\\"name\\\":\\\"hello\\\",\\\"language\\\":{\\\"code\\\":\\\"en\\\"}}\"")) {
            assertThat(post("\"to\":\"15550190077\"," + content).status())
                    .as(content)
                    .isEqualTo(200);
        }
        for (String content :
                List.of(
                        "\"type\":\"contacts\",\"contacts\":\"[]\"",
                        "\"type\":\"contacts\",\"contacts\":\"Ann\"",
                        "\"type\":\"contacts\",\"contacts\":\"[{\\\"name\\\":{}}]\"",
                        "\"type\":\"text\",\"text\":\"hello\"")) {
            assertThat(post("\"to\":\"15550190077\"," + content).code()).as(content).isEqualTo(100);
        }
    }

    @Test
    void aFaultSaysItsSubcodeAndDetails() {
        graph.post(
                "/simulator/faults",
                "{\"kind\":\"REFUSE\",\"code\":100,\"error_subcode\":33,\"details\":\"Gone.\"}");

        Graph.Result refused = post("\"to\":\"+15550100999\"," + TEXT);

        assertThat(refused.code()).isEqualTo(100);
        assertThat(refused.body().at("/error/error_subcode").asInt()).isEqualTo(33);
        assertThat(refused.body().at("/error/error_data/details").asString()).isEqualTo("Gone.");
        meta.faults().add(Fault.refuse(4).withSubcode(2207051).at("phone_number"));
        assertThat(
                        graph.get("/v25.0/" + shop.phoneNumberId())
                                .body()
                                .at("/error/error_subcode")
                                .asInt())
                .isEqualTo(2207051);
    }

    private Graph.Result post(String members) {
        return graph.post(
                "/v25.0/" + shop.phoneNumberId() + "/messages",
                "{\"messaging_product\":\"whatsapp\"," + members + "}");
    }

    private List<JsonNode> statuses() {
        return app.accepted().stream()
                .map(body -> MAPPER.readTree(body).at("/entry/0/changes/0/value/statuses/0"))
                .filter(JsonNode::isObject)
                .toList();
    }
}
