package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.CommandAction;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.schemas.events.SendResult;
import dev.coexistence.schemas.events.TemplateContent;
import dev.coexistence.schemas.events.TextContent;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.SimulatedNumber;
import dev.coexistence.simulator.trace.Arrival;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Whose an id is, and that every command gets its answer. */
class KeysIT extends OneInstance {

    @Test
    void anIdIsItsNumbersOwn() {
        SimulatedNumber one = number();
        SimulatedNumber other = number();

        stage.command(Stage.text("order-1001", one, CUSTOMER).build());
        stage.command(Stage.text("order-1001", other, CUSTOMER).build());

        assertThat(end("order-1001", one).getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(end("order-1001", other).getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(meta.arrivals(one.phoneNumberId())).hasSize(1);
        assertThat(meta.arrivals(other.phoneNumberId())).hasSize(1);
        commandView("order-1001")
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://coexistence.dev/problems/ambiguous-command");
        commandView("order-1001?phoneNumberId=" + other.phoneNumberId())
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.phoneNumberId")
                .isEqualTo(other.phoneNumberId());
        http.delete()
                .uri("/v1/commands/order-1001?phoneNumberId=" + one.phoneNumberId())
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("ACCEPTED");
    }

    @Test
    void anUnknownNumberClaimsNoIdOfOthers() {
        SimulatedNumber one = number();
        String body = "{'phoneNumberId':'%s','to':'" + CUSTOMER + "','text':{'body':'mine'}}";

        post("claimed", body.formatted("999999999999999")).expectStatus().isAccepted();
        post("claimed", body.formatted(one.phoneNumberId())).expectStatus().isAccepted();

        assertThat(end("claimed", one).getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
    }

    @Test
    void evidenceSpeaksOfItsNumbersCommandOnly() {
        SimulatedNumber one = number();
        SimulatedNumber other = number();
        for (SimulatedNumber number : List.of(one, other)) {
            meta.faults()
                    .add(
                            Fault.of(Fault.Kind.ERROR_BEFORE_ACCEPTANCE)
                                    .forNumber(number.phoneNumberId())
                                    .times(1));
            stage.command(Stage.text("doubted", number, CUSTOMER).build());
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(results("doubted", number))
                                    .extracting(SendResult::getOutcome)
                                    .contains(SendOutcomeKind.UNKNOWN));
        }

        stage.status(one, "doubted", "wamid.proof-of-one");

        assertThat(end("doubted", one).getWamid()).contains("wamid.proof-of-one");
        assertThat(end("doubted", other).getOutcome()).isEqualTo(SendOutcomeKind.UNKNOWN);
    }

    @Test
    void theSameCommandHoweverItIsWrittenIsOne() {
        SimulatedNumber number = number();
        String id = number.phoneNumberId();
        List<String> bodies =
                List.of(
                        "{'phoneNumberId':'%s','to':'+15550100999','text':{'body':'once','previewUrl':false}}",
                        "{ 'to': '1 (555) 010-0999', 'text': {'body':'once'}, 'phoneNumberId': '%s' }",
                        "{'text':{'body':'once','preview_url':false},'priority':'NORMAL','phoneNumberId':%s,'to':15550100999}");

        for (String body : bodies) {
            post("written", body.formatted(id)).expectStatus().isAccepted();
        }
        post("written", bodies.getFirst().formatted(id).replace("once", "twice"))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://coexistence.dev/problems/idempotency-key-reused");

        end("written", number);
        assertThat(meta.arrivals(id)).hasSize(1);
    }

    @Test
    void anotherCommandUnderAKnownIdIsAnsweredAndEndsNothing() {
        SimulatedNumber number = number();

        stage.command(Stage.text("reused", number, CUSTOMER).build());
        stage.command(
                Stage.text("reused", number, CUSTOMER)
                        .setText(TextContent.newBuilder().setBody("another").build())
                        .build());
        stage.command(Stage.text("reused", number, CUSTOMER).build());
        stage.command(Stage.text("reused-after", number, CUSTOMER).build());

        end("reused-after", number);
        assertThat(results("reused", number))
                .filteredOn(SendResult::getTerminal)
                .extracting(SendResult::getOutcome)
                .containsExactly(SendOutcomeKind.ACCEPTED);
        assertThat(results("reused", number))
                .filteredOn(result -> result.getOutcome() == SendOutcomeKind.REJECTED)
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.getTerminal()).isFalse();
                    assertThat(result.getReason()).contains("IDEMPOTENCY_KEY_REUSED");
                    assertThat(result.getPreview()).contains("another");
                });
        assertThat(meta.arrivals(number.phoneNumberId())).hasSize(2);
    }

    @Test
    void takingBackWhatNobodyKnowsIsAnswered() {
        SimulatedNumber number = number();

        stage.command(cancel("never-sent", number));

        assertThat(end("never-sent", number).getReason()).contains("UNKNOWN_COMMAND");
        stage.command(cancel("never-sent", number));
        stage.command(Stage.text("never-sent-after", number, CUSTOMER).build());
        end("never-sent-after", number);
        assertThat(results("never-sent", number)).hasSize(1);
    }

    @Test
    void anActionThatThisVersionDoesNotKnowIsRejected() {
        SimulatedNumber number = number();

        stage.command(Stage.text("odd", number, CUSTOMER).setAction(CommandAction.UNKNOWN).build());

        SendResult end = end("odd", number);
        assertThat(end.getOutcome()).isEqualTo(SendOutcomeKind.REJECTED);
        assertThat(end.getReason()).contains("UNKNOWN_ACTION");
        assertThat(meta.arrivals(number.phoneNumberId())).isEmpty();
    }

    @Test
    void whatTheDatabaseCannotHoldIsRejectedOnceAndNeverParked() {
        SimulatedNumber number = number();
        String nul = "a\u0000b";
        Map<String, SendCommand> commands =
                Map.of(
                        "nul-body",
                        text("nul-body", number, nul).build(),
                        "nul-reference",
                        text("nul-reference", number, "x").setReference(nul).build(),
                        "nul-replies",
                        text("nul-replies", number, "x").setRepliesTo(nul).build(),
                        "nul-json",
                        raw(
                                "nul-json",
                                number,
                                "{\"type\":\"text\",\"text\":{\"body\":\"a\\u0000b\"}}"),
                        "half-json",
                        raw(
                                "half-json",
                                number,
                                "{\"type\":\"text\",\"text\":{\"body\":\"a\\ud83d\"}}"),
                        "nul-name",
                        raw(
                                "nul-name",
                                number,
                                "{\"type\":\"text\",\"text\":{\"a\\u0000\":\"b\"}}"),
                        "nul-template",
                        text("nul-template", number, "x")
                                .setText(null)
                                .setTemplate(
                                        TemplateContent.newBuilder()
                                                .setName(nul)
                                                .setLanguage("en")
                                                .build())
                                .build(),
                        "late-time",
                        text("late-time", number, "x")
                                .setExpiresAt(Instant.ofEpochMilli(Long.MAX_VALUE))
                                .build(),
                        "nul-id\u0000",
                        text("nul-id\u0000", number, "x").build(),
                        "long-id" + "x".repeat(3000),
                        text("long-id" + "x".repeat(3000), number, "x").build());

        commands.values().forEach(stage::command);
        stage.command(text("after-nul", number, "fine").build());

        end("after-nul", number);
        commands.keySet()
                .forEach(id ->
                        assertThat(results(id, number))
                                .as(id.substring(0, 7))
                                .singleElement()
                                .satisfies(result -> {
                                    assertThat(result.getTerminal()).isTrue();
                                    assertThat(result.getOutcome())
                                            .isEqualTo(SendOutcomeKind.REJECTED);
                                    assertThat(result.getReason().orElseThrow())
                                            .isIn("BAD_CONTENT", "BAD_TIME", "BAD_COMMAND_ID");
                                }));
        assertThat(meta.arrivals(number.phoneNumberId()))
                .extracting(Arrival::callbackData)
                .containsExactly("after-nul");
        assertThat(stage.deadLetters(number.phoneNumberId())).isEmpty();
    }

    @Test
    void bytesThatAreNoTextEndOnce() {
        SimulatedNumber number = number();
        byte[] record = stage.bytes(text("broken-text", number, "marked #### here").build());
        String marked = new String(record, java.nio.charset.StandardCharsets.ISO_8859_1);
        int at = marked.indexOf("####");
        record[at] = (byte) 0xC3;
        record[at + 1] = (byte) 0x28;
        record[at + 2] = (byte) 0xED;
        record[at + 3] = (byte) 0xA0;

        stage.publish(Topics.SEND_COMMANDS, number.phoneNumberId(), record);

        end("broken-text", number);
        assertThat(stage.deadLetters(number.phoneNumberId())).isEmpty();
    }

    @Test
    void overHttpWhatTheDatabaseCannotHoldIsNamed() {
        SimulatedNumber number = number();
        String body =
                "{'phoneNumberId':'%s','to':'15550190088','text':{'body':'%s'},'reference':'%s'}";

        for (String bad : List.of("a\\u0000b", "a\\ud83d")) {
            post("http-nul", body.formatted(number.phoneNumberId(), bad, "r"))
                    .expectStatus()
                    .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                    .expectBody()
                    .jsonPath("$.reason")
                    .isEqualTo("BAD_CONTENT");
            post("http-nul", body.formatted(number.phoneNumberId(), "x", bad))
                    .expectStatus()
                    .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                    .expectBody()
                    .jsonPath("$.errors[0].pointer")
                    .isEqualTo("#/reference");
        }
        post("x".repeat(201), body.formatted(number.phoneNumberId(), "x", "r"))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("BAD_COMMAND_ID");
    }

    private static SendCommand cancel(String id, SimulatedNumber number) {
        return SendCommand.newBuilder()
                .setCommandId(id)
                .setAction(CommandAction.CANCEL)
                .setPhoneNumberId(number.phoneNumberId())
                .build();
    }

    private static SendCommand.Builder text(String id, SimulatedNumber number, String body) {
        return Stage.text(id, number, CUSTOMER)
                .setText(TextContent.newBuilder().setBody(body).build());
    }

    private static SendCommand raw(String id, SimulatedNumber number, String json) {
        return Stage.text(id, number, CUSTOMER).setText(null).setMessageJson(json).build();
    }

    private static WebTestClient.ResponseSpec post(String key, String body) {
        return http.post()
                .uri("/v1/messages")
                .header("Idempotency-Key", key)
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                .bodyValue(body.replace('\'', '"'))
                .exchange();
    }

    private static List<SendResult> results(String id, SimulatedNumber number) {
        return stage.results().stream()
                .filter(result -> result.getCommandId().equals(id))
                .filter(result -> result.getPhoneNumberId().equals(number.phoneNumberId()))
                .toList();
    }

    private static SendResult end(String id, SimulatedNumber number) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(results(id, number))
                                .filteredOn(SendResult::getTerminal)
                                .hasSize(1));
        return results(id, number).stream()
                .filter(SendResult::getTerminal)
                .findFirst()
                .orElseThrow();
    }
}
