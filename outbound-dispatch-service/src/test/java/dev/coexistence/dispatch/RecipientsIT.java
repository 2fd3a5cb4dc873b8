package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.schemas.events.SendResult;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whom a message goes to, and that it goes to nobody else. */
class RecipientsIT extends OneInstance {
    private static final String GROUP = "Y2FwaV9ncm91cDo1NTUwMTAwOTk5OjAwMQ";

    /** What names nobody, or somebody in a way that others read otherwise. */
    private static final List<String> NOBODY =
            List.of(
                    "120363012345678901@g.us",
                    "+49 171 5550123 ext. 9",
                    "+491715550123;ext=9",
                    "+491715550123x9",
                    "87654321098765@lid",
                    "491715550123@s.whatsapp.net",
                    "+491715550123,+491715550124",
                    "1-800-FLOWERS",
                    "GRP-77",
                    "01715550123",
                    "49171");

    @Test
    void whatIsNoRecipientIsRejectedAndSentToNobody() {
        SimulatedNumber number = number();

        for (int i = 0; i < NOBODY.size(); i++) {
            stage.command(Stage.text("nobody-" + i, number, NOBODY.get(i)).build());
            post("nobody-http-" + i, number, "'to':'" + NOBODY.get(i) + "'")
                    .expectStatus()
                    .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                    .expectBody()
                    .jsonPath("$.reason")
                    .isEqualTo("BAD_RECIPIENT")
                    .jsonPath("$.errors[0].pointer")
                    .isEqualTo("#/to");
        }

        for (int i = 0; i < NOBODY.size(); i++) {
            SendResult end = end("nobody-" + i);
            assertThat(end.getOutcome()).isEqualTo(SendOutcomeKind.REJECTED);
            assertThat(end.getReason()).contains("BAD_RECIPIENT");
            assertThat(end.getRecipient().getPhone()).isEmpty();
        }
        assertThat(meta.arrivals(number.phoneNumberId())).isEmpty();
    }

    @Test
    void aUserIdInToGoesOutAsMetasRecipient() {
        SimulatedNumber number = number();
        String user = "US.13491208655302741918";

        stage.command(Stage.text("user-id", number, user).build());

        JsonNode sent = sent(end("user-id"));
        assertThat(sent.path("recipient").stringValue()).isEqualTo(user);
        assertThat(sent.has("to")).isFalse();
        assertThat(end("user-id").getRecipient().getBsuid()).contains(user);
        assertThat(end("user-id").getRecipient().getPhone()).isEmpty();
    }

    @Test
    void aNumberGoesOutAsMetaWritesIt() {
        SimulatedNumber number = number();

        stage.command(Stage.text("spelt", number, "0049 (0)171 555-0123").build());

        assertThat(sent(end("spelt")).path("to").stringValue()).isEqualTo("491715550123");
    }

    @Test
    void aGroupsMessageGoesToTheGroupInEveryForm() {
        SimulatedNumber number = number();
        number.audience().joins(GROUP, List.of("15550101001", "15550101002"));

        stage.command(Stage.text("group", number, CUSTOMER).setTo(null).setGroupId(GROUP).build());
        post("group-own", number, "'groupId':'" + GROUP + "'").expectStatus().isAccepted();
        post("group-metas", number, "'recipient_type':'group','to':'" + GROUP + "'")
                .expectStatus()
                .isAccepted();
        stage.command(
                Stage.text("group-raw", number, CUSTOMER)
                        .setTo(null)
                        .setText(null)
                        .setMessageJson(
                                "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"group\","
                                        + "\"to\":\""
                                        + GROUP
                                        + "\",\"type\":\"text\",\"text\":{\"body\":\"hello\"}}")
                        .build());

        for (String id : List.of("group", "group-own", "group-metas", "group-raw")) {
            SendResult end = end(id);
            assertThat(end.getOutcome()).as(id).isEqualTo(SendOutcomeKind.ACCEPTED);
            assertThat(end.getGroupId()).contains(GROUP);
            assertThat(end.getRecipient().getPhone()).isEmpty();
            JsonNode sent = sent(end);
            assertThat(sent.path("recipient_type").stringValue()).isEqualTo("group");
            assertThat(sent.path("to").stringValue()).isEqualTo(GROUP);
        }
    }

    @Test
    void aGroupThatMetaDoesNotKnowEndsItsMessageAndHoldsNobody() {
        SimulatedNumber number = number();

        stage.command(
                Stage.text("no-group", number, CUSTOMER).setTo(null).setGroupId(GROUP).build());
        stage.command(Stage.text("beside-no-group", number, CUSTOMER).build());

        assertThat(end("no-group").getReason()).contains("META_REFUSED");
        assertThat(end("beside-no-group").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        http.get()
                .uri("/v1/queues/" + number.phoneNumberId())
                .exchange()
                .expectBody()
                .jsonPath("$.heldFor")
                .isEmpty();
    }

    @Test
    void aGroupIsNeverAPersonNorAPersonAGroup() {
        SimulatedNumber number = number();
        Map<String, SendCommand.Builder> contradictions =
                Map.of(
                        "group-and-to",
                        Stage.text("group-and-to", number, CUSTOMER).setGroupId(GROUP),
                        "person-as-group",
                        Stage.text("person-as-group", number, "").setGroupId(CUSTOMER),
                        "group-as-person",
                        Stage.text("group-as-person", number, GROUP),
                        "other-inside",
                        Stage.text("other-inside", number, CUSTOMER)
                                .setText(null)
                                .setMessageJson(
                                        "{\"to\":\"15550100998\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}"));

        contradictions.values().forEach(one -> stage.command(one.build()));

        for (String id : contradictions.keySet()) {
            assertThat(end(id).getReason()).as(id).contains("BAD_RECIPIENT");
        }
        assertThat(meta.arrivals(number.phoneNumberId())).isEmpty();
    }

    @Test
    void aNumberInCoexistenceCannotWriteToGroups() {
        SimulatedNumber known = meta.addNumber(NumberSpec.coexistence("+15550100401"));
        SimulatedNumber late = meta.addNumber(NumberSpec.coexistence("+15550100402"));
        stage.connected(known);
        org.awaitility.Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> queue(known).expectStatus().isOk());

        stage.command(Stage.text("group-late", late, "").setTo(null).setGroupId(GROUP).build());
        post("group-known", known, "'groupId':'" + GROUP + "'")
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("MODE_FORBIDS")
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("groups"));
        stage.connected(late);

        assertThat(end("group-late").getReason()).contains("MODE_FORBIDS");
        assertThat(meta.arrivals(late.phoneNumberId())).isEmpty();
    }

    private static WebTestClient.ResponseSpec post(
            String key, SimulatedNumber number, String recipient) {
        String body =
                "{'phoneNumberId':'%s',%s,'text':{'body':'hello'}}"
                        .formatted(number.phoneNumberId(), recipient);
        return http.post()
                .uri("/v1/messages")
                .header("Idempotency-Key", key)
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                .bodyValue(body.replace('\'', '"'))
                .exchange();
    }

    private static JsonNode sent(SendResult end) {
        return JsonMapper.shared()
                .readTree(meta.sentBody(end.getWamid().orElseThrow()).orElseThrow());
    }
}
