package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.schemas.events.SendResult;
import dev.coexistence.schemas.events.TemplateContent;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** What Meta says of templates and customers of marketing, and what follows for what waits. */
class TemplatesIT extends OneInstance {
    private static final Instant STOPPED = Instant.parse("2026-11-20T08:00:00Z");

    @Test
    void aPausedTemplateHoldsItsMessagesUntilItIsApproved() {
        SimulatedNumber number = number();
        atMeta(number, "paused_sale", "UTILITY");
        status(number, "paused_sale", "PAUSED", null);
        awaitStatus(number, "paused_sale", "PAUSED");

        stage.command(template("template-held", number, "paused_sale").build());
        stage.command(
                template("template-held-too-long", number, "paused_sale")
                        .setExpiresAt(Instant.now().plusMillis(1500))
                        .build());
        stage.command(template("template-held-back", number, "paused_sale").build());
        stage.command(Stage.text("not-held", number, CUSTOMER).build());

        awaitHeld("template-held");
        assertThat(end("not-held").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(end("template-held-too-long").getOutcome()).isEqualTo(SendOutcomeKind.EXPIRED);
        http.delete().uri("/v1/commands/template-held-back").exchange().expectStatus().isAccepted();
        assertThat(end("template-held-back").getOutcome()).isEqualTo(SendOutcomeKind.CANCELLED);

        status(number, "paused_sale", "APPROVED", "UTILITY");

        assertThat(end("template-held").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(meta.arrivals(number.phoneNumberId())).hasSize(2);
    }

    @Test
    void aMessageThatMetaRefusesForItsPausedTemplateWaitsThoughNoEventToldOfIt() {
        SimulatedNumber number = number();
        atMeta(number, "silent", "UTILITY", "PAUSED");

        stage.command(template("silent", number, "silent").build());

        awaitHeld("silent");
        http.get()
                .uri("/v1/queues/" + number.phoneNumberId())
                .exchange()
                .expectBody()
                .jsonPath("$.heldForTemplates.TEMPLATE_PAUSED")
                .isEqualTo(1)
                .jsonPath("$.total")
                .isEqualTo(0);
        atMeta(number, "silent", "UTILITY");
        status(number, "silent", "APPROVED", "UTILITY");

        assertThat(end("silent").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
    }

    private void awaitHeld(String command) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        commandView(command)
                                .expectBody()
                                .jsonPath("$.status")
                                .isEqualTo("QUEUED")
                                .jsonPath("$.waitsFor")
                                .isEqualTo("TEMPLATE_PAUSED"));
    }

    @Test
    void whatWaitsForATemplateThatMetaDisablesEndsWithTheReason() {
        SimulatedNumber number = number();
        status(number, "doomed", "PAUSED", null);
        awaitStatus(number, "doomed", "PAUSED");
        stage.command(template("doomed", number, "doomed").build());
        awaitHeld("doomed");

        status(number, "doomed", "DISABLED", null);

        SendResult end = end("doomed");
        assertThat(end.getReason()).contains("TEMPLATE_UNUSABLE");
        assertThat(end.getError().orElseThrow().getDetails().orElseThrow()).contains("DISABLED");
        assertThat(meta.arrivals(number.phoneNumberId())).isEmpty();
    }

    @Test
    void whoStoppedMarketingGetsNoneUntilTheyResume() {
        SimulatedNumber number = number();
        atMeta(number, "offer", "MARKETING");
        atMeta(number, "receipt", "UTILITY");
        status(number, "offer", "APPROVED", "MARKETING");
        status(number, "receipt", "APPROVED", "UTILITY");
        wish(number, "stop", STOPPED);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        post(number, "http-" + UUID.randomUUID(), "offer")
                                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT));

        stage.command(template("offered", number, "offer").build());
        stage.command(template("receipt", number, "receipt").build());

        SendResult refused = end("offered");
        assertThat(refused.getReason()).contains("MARKETING_STOPPED");
        assertThat(refused.getError().orElseThrow().getDetails().orElseThrow())
                .contains(STOPPED.toString());
        assertThat(end("receipt").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);

        wish(number, "resume", STOPPED.plusSeconds(60));
        wish(number, "stop", STOPPED.minusSeconds(60));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> post(number, "resumed", "offer").isEqualTo(HttpStatus.ACCEPTED));
        assertThat(end("resumed").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
    }

    @Test
    void aCategoryThatNobodyToldIsAskedForBeforeAnythingLeavesForWhoStoppedMarketing() {
        SimulatedNumber number = number();
        atMeta(number, "told", "MARKETING");
        atMeta(number, "untold_offer", "MARKETING");
        atMeta(number, "untold_receipt", "UTILITY");
        status(number, "told", "APPROVED", "MARKETING");
        wish(number, "stop", STOPPED);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        post(number, "http-" + UUID.randomUUID(), "told")
                                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT));

        stage.command(template("untold-offer", number, "untold_offer").build());
        stage.command(template("untold-receipt", number, "untold_receipt").build());
        stage.command(template("nowhere", number, "nowhere").build());
        stage.command(
                template("untold-other", number, "untold_offer").setTo("+15550100998").build());

        assertThat(end("untold-other").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(end("untold-offer").getReason()).contains("MARKETING_STOPPED");
        assertThat(end("untold-receipt").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(end("nowhere").getReason()).contains("META_REFUSED");
    }

    private static void atMeta(SimulatedNumber number, String template, String category) {
        atMeta(number, template, category, "APPROVED");
    }

    private static void atMeta(
            SimulatedNumber number, String template, String category, String status) {
        meta.putTemplate(
                number.wabaId(),
                "{\"name\":\"%s\",\"language\":\"en_US\",\"status\":\"%s\",\"category\":\"%s\",\"body\":\"Hello.\"}"
                        .formatted(template, status, category));
    }

    /**
     * A template's events go by its account, whose partition may be another's than the number's.
     */
    private static void status(
            SimulatedNumber number, String template, String status, @Nullable String category) {
        stage.publish(
                Topics.ACCOUNT_EVENTS,
                number.wabaId(),
                event(number, "message_template_status_update", status)
                        .setJson(
                                "{\"event\":\"%s\",\"message_template_id\":7,\"message_template_name\":\"%s\",\"message_template_language\":\"en-US\",\"message_template_category\":%s}"
                                        .formatted(
                                                status,
                                                template,
                                                category == null ? "null" : '"' + category + '"'))
                        .build());
    }

    private static void wish(SimulatedNumber number, String value, Instant at) {
        stage.publish(
                Topics.ACCOUNT_EVENTS,
                number.phoneNumberId(),
                event(number, "user_preferences", value)
                        .setPhoneNumberId(number.phoneNumberId())
                        .setPerson(Identity.newBuilder().setPhone(CUSTOMER.substring(1)).build())
                        .setReason("marketing_messages")
                        .setJson(
                                "{\"wa_id\":\"%s\",\"detail\":\"x\",\"category\":\"marketing_messages\",\"value\":\"%s\",\"timestamp\":%d}"
                                        .formatted(
                                                CUSTOMER.substring(1), value, at.getEpochSecond()))
                        .setOccurredAt(at)
                        .build());
    }

    private static AccountEvent.Builder event(
            SimulatedNumber number, String field, @Nullable String event) {
        return AccountEvent.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setWabaId(number.wabaId())
                .setField(field)
                .setEvent(event)
                .setOccurredAt(Instant.now())
                .setReceivedAt(Instant.now());
    }

    private static void awaitStatus(SimulatedNumber number, String template, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.templateStatus(number.wabaId(), template))
                                .isEqualTo(status));
    }

    private static SendCommand.Builder template(
            String id, SimulatedNumber number, String template) {
        return Stage.text(id, number, CUSTOMER)
                .setText(null)
                .setTemplate(
                        TemplateContent.newBuilder()
                                .setName(template)
                                .setLanguage("en_US")
                                .build());
    }

    private static org.springframework.test.web.reactive.server.StatusAssertions post(
            SimulatedNumber number, String key, String template) {
        return http.post()
                .uri("/v1/messages")
                .header("Idempotency-Key", key)
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                .bodyValue(
                        "{\"phoneNumberId\":\"%s\",\"to\":\"%s\",\"template\":{\"name\":\"%s\",\"language\":\"en_US\"}}"
                                .formatted(number.phoneNumberId(), CUSTOMER, template))
                .exchange()
                .expectStatus();
    }
}
