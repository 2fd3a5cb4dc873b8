package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.schemas.events.SendResult;
import dev.coexistence.schemas.events.TemplateContent;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What can be sent, what cannot, and how it reaches Meta. */
class MessagesIT extends OneInstance {
    private static final String EDIT = "{\"type\":\"edit\",\"edit\":{}}";

    /**
     * One of each kind that Meta's documentation shows, and one that this service never heard of.
     */
    private static final Map<String, String> KINDS =
            Map.of(
                    "image-by-id", "{'type':'image','image':{'id':'123','caption':'a boat'}}",
                    "video-by-link", "{'type':'video','video':{'link':'https://a.test/v.mp4'}}",
                    "document", "{'type':'document','document':{'id':'7','filename':'list.pdf'}}",
                    "location",
                            "{'type':'location','location':{'latitude':47.25,'longitude':8.5,'name':'pier'}}",
                    "contacts",
                            "{'type':'contacts','contacts':[{'name':{'formatted_name':'Ada B'},'phones':[{'phone':'+15550100998'}]}]}",
                    "interactive",
                            "{'type':'interactive','interactive':{'type':'button','body':{'text':'Which?'},'action':{'buttons':[{'type':'reply','reply':{'id':'a','title':'This'}}]}}}",
                    "reaction",
                            "{'type':'reaction','reaction':{'message_id':'wamid.theirs','emoji':'\\uD83D\\uDC4D'}}",
                    "template-raw",
                            "{'type':'template','template':{'name':'hello','language':{'code':'en'}}}",
                    "unheard-of", "{'type':'pin','pin':{'type':'pin','new_field':{'deep':[1,2]}}}");

    @Test
    void rejectsWhatCannotBeSent() {
        SimulatedNumber number = number();

        stage.command(Stage.text("no-content", number, CUSTOMER).setText(null).build());
        stage.command(Stage.text("no-recipient", number, "").build());
        stage.command(raw("bad-content", number, CUSTOMER, "[]"));

        assertThat(end("no-content").getReason()).contains("NO_CONTENT");
        assertThat(end("no-recipient").getReason()).contains("NO_RECIPIENT");
        assertThat(end("bad-content").getReason()).contains("BAD_CONTENT");
        assertThat(meta.arrivals(number.phoneNumberId())).isEmpty();
    }

    @Test
    void refusesBeforeItQueuesWhatTheModeForbids() {
        SimulatedNumber number = knownNumber();

        stage.command(raw("forbidden", number, CUSTOMER, EDIT));

        assertForbidden(end("forbidden"));
        assertThat(outcomes("forbidden")).containsExactly(SendOutcomeKind.REJECTED);
        assertThat(meta.arrivals(number.phoneNumberId())).isEmpty();
    }

    @Test
    void refusesBeforeItSendsWhatTheModeForbidsWhereTheModeWasNotKnownYet() {
        SimulatedNumber late = meta.addNumber(NumberSpec.coexistence("+15550100303"));

        stage.command(raw("forbidden-late", late, CUSTOMER, EDIT));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(outcomes("forbidden-late"))
                                .containsExactly(SendOutcomeKind.QUEUED));
        stage.connected(late);

        assertForbidden(end("forbidden-late"));
        assertThat(meta.arrivals(late.phoneNumberId())).isEmpty();
    }

    @Test
    void answersAProblemThatNamesThePolicyToWhatTheModeForbids() {
        SimulatedNumber number = knownNumber();
        String body =
                "{\"phoneNumberId\":\"%s\",\"to\":\"%s\",\"message\":{\"type\":\"revoke\"}}"
                        .formatted(number.phoneNumberId(), CUSTOMER);

        http.post()
                .uri("/v1/messages")
                .header("Idempotency-Key", "forbidden-http")
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("MODE_FORBIDS")
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("seven-io"));
        commandView("forbidden-http").expectStatus().isNotFound();
    }

    @Test
    void passesEveryKindOfMessageObjectThroughAsItIs() {
        SimulatedNumber number = number();

        int recipient = 0;
        for (var kind : KINDS.entrySet()) {
            String to = "+1555010" + (1100 + recipient++);
            stage.command(raw(kind.getKey(), number, to, json(kind.getValue())));
        }

        for (var kind : KINDS.entrySet()) {
            ObjectNode sent = sent(end(kind.getKey()));
            assertThat(sent.path("biz_opaque_callback_data").stringValue())
                    .isEqualTo(kind.getKey());
            sent.remove(
                    List.of(
                            "messaging_product",
                            "recipient_type",
                            "to",
                            "biz_opaque_callback_data"));
            assertThat(sent).isEqualTo(JsonMapper.shared().readTree(json(kind.getValue())));
        }
    }

    @Test
    void makesTemplatesTextsAnswersAndMarksAsRead() {
        SimulatedNumber number = number();

        stage.command(
                Stage.text("template", number, CUSTOMER)
                        .setText(null)
                        .setTemplate(
                                TemplateContent.newBuilder()
                                        .setName("order")
                                        .setLanguage("de")
                                        .setComponentsJson(
                                                "[{\"type\":\"body\",\"parameters\":[]}]")
                                        .build())
                        .build());
        stage.command(Stage.text("answer", number, CUSTOMER).setRepliesTo("wamid.quoted").build());
        stage.command(
                raw("read", number, "", "{\"status\":\"read\",\"message_id\":\"wamid.theirs\"}"));

        ObjectNode template = sent(end("template"));
        assertThat(template.at("/template/language/code").stringValue()).isEqualTo("de");
        assertThat(template.at("/template/components/0/type").stringValue()).isEqualTo("body");
        SendResult answer = end("answer");
        assertThat(answer.getPreview()).contains("message answer");
        assertThat(answer.getRepliesTo()).contains("wamid.quoted");
        assertThat(sent(answer).at("/context/message_id").stringValue()).isEqualTo("wamid.quoted");
        assertThat(end("read").getType()).isEqualTo("read");
    }

    @Test
    void carriesTheTraceOfACommandToMetaAndIntoItsResults() {
        SimulatedNumber number = number();
        String trace = "0af7651916cd43dd8448eb211c80319c";

        stage.command(
                Stage.text("traced", number, CUSTOMER).build(),
                "00-" + trace + "-b7ad6b7169203331-01");

        String wamid = end("traced").getWamid().orElseThrow();
        assertThat(stage.traces("traced"))
                .hasSize(2)
                .allMatch(traceparent -> traceparent.startsWith("00-" + trace + "-"));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(SPANS.of(trace))
                                .extracting(SpanData::getName)
                                .containsExactlyInAnyOrder("command", "post"));
        assertThat(SPANS.of(trace))
                .filteredOn(span -> span.getName().equals("post"))
                .allMatch(span -> span.getAttributes().asMap().containsValue(wamid));
    }

    @Test
    void beginsATraceForACommandWithoutOne() {
        SimulatedNumber number = number();

        stage.command(Stage.text("untraced", number, CUSTOMER).build());

        end("untraced");
        assertThat(stage.traces("untraced")).hasSize(2).doesNotContain("");
        assertThat(stage.traces("untraced").stream().map(one -> one.substring(3, 35)).distinct())
                .hasSize(1);
    }

    private static SendCommand raw(String id, SimulatedNumber number, String to, String json) {
        return Stage.text(id, number, to).setText(null).setMessageJson(json).build();
    }

    private static String json(String single) {
        return single.replace('\'', '"');
    }

    private static ObjectNode sent(SendResult end) {
        String body = meta.sentBody(end.getWamid().orElseThrow()).orElseThrow();
        return (ObjectNode) JsonMapper.shared().readTree(body);
    }

    private static List<SendOutcomeKind> outcomes(String commandId) {
        return stage.results().stream()
                .filter(result -> result.getCommandId().equals(commandId))
                .map(SendResult::getOutcome)
                .toList();
    }

    private static void assertForbidden(SendResult end) {
        assertThat(end.getReason()).contains("MODE_FORBIDS");
        assertThat(end.getError().orElseThrow().getDetails().orElseThrow()).contains("seven-io");
    }
}
