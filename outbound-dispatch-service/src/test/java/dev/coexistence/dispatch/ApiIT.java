package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What the API takes and tells. */
class ApiIT extends OneInstance {
    @Test
    void takesACommandBackBeforeItLeaves() {
        SimulatedNumber number = number();

        stage.command(
                Stage.text("back", number, CUSTOMER)
                        .setNotBefore(Instant.now().plusSeconds(60))
                        .build());
        stage.command(
                Stage.text("soon", number, CUSTOMER)
                        .setNotBefore(Instant.now().plusMillis(700))
                        .build());
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        http.delete()
                                .uri("/v1/commands/back")
                                .exchange()
                                .expectStatus()
                                .isAccepted());

        assertThat(end("back").getOutcome()).isEqualTo(SendOutcomeKind.CANCELLED);
        assertThat(end("soon").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        http.delete()
                .uri("/v1/commands/soon")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT);
        http.get().uri("/v1/commands/nobody").exchange().expectStatus().isNotFound();
    }

    @Test
    void takesCommandsOverHttpOncePerKey() {
        SimulatedNumber number = number();
        String body =
                "{\"phoneNumberId\":\"%s\",\"to\":\"%s\",\"text\":{\"body\":\"hello\"}}"
                        .formatted(number.phoneNumberId(), CUSTOMER);

        for (int i = 0; i < 2; i++) {
            post("key-1", body)
                    .expectStatus()
                    .isAccepted()
                    .expectBody()
                    .jsonPath("$.commandId")
                    .isEqualTo("key-1")
                    .jsonPath("$.status")
                    .isEqualTo("QUEUED");
        }
        post("key-1", body.replace("hello", "other"))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("https://coexistence.dev/problems/idempotency-key-reused");
        post("key-2", body.replace("{\"body\":\"hello\"}", "null"))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("NO_CONTENT");
        post("key-3", "{").expectStatus().isBadRequest();
        assertThat(end("key-1").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(meta.arrivals(number.phoneNumberId())).hasSize(1);
        http.get()
                .uri("/v1/commands/key-1")
                .exchange()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("ACCEPTED");
    }

    private static WebTestClient.ResponseSpec post(String key, String body) {
        return http.post()
                .uri("/v1/messages")
                .header("Idempotency-Key", key)
                .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                .bodyValue(body)
                .exchange();
    }

    @Test
    void anAddressThatNamesNothingIsABadRequest() {
        for (String path :
                List.of(
                        "/v1/commands/a%00b",
                        "/v1/commands/a?phoneNumberId=b%00c", "/v1/queues/a%00b")) {
            http.get()
                    .uri(URI.create("http://localhost:" + Stage.port(service) + path))
                    .exchange()
                    .expectStatus()
                    .isBadRequest()
                    .expectHeader()
                    .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        }
    }

    @Test
    void showsItsMetrics() {
        SimulatedNumber number = number();
        stage.command(Stage.text("measured", number, CUSTOMER).build());
        end("measured");

        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    String scraped =
                            new String(
                                    management
                                            .get()
                                            .uri("/actuator/prometheus")
                                            .exchange()
                                            .expectStatus()
                                            .isOk()
                                            .expectBody()
                                            .returnResult()
                                            .getResponseBodyContent(),
                                    StandardCharsets.UTF_8);
                    assertThat(scraped)
                            .contains("whatsapp_dispatch_sent_total")
                            .contains("whatsapp_dispatch_budget_per_second")
                            .contains("whatsapp_dispatch_budget_used_ratio")
                            .contains("whatsapp_dispatch_queue_depth")
                            .contains("whatsapp_dispatch_queue_age_seconds");
                });
    }

    @Test
    void tellsWhatACommandWaitsForAndHowLong() {
        SimulatedNumber number = knownNumber();
        Instant later = Instant.now().plusSeconds(600);
        stage.command(Stage.text("scheduled", number, CUSTOMER).setNotBefore(later).build());
        stage.becomes(number, ConnectionStatus.SUSPENDED);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        queue(number).expectBody().jsonPath("$.heldFor").isEqualTo("SUSPENDED"));
        stage.command(Stage.text("waiting", number, CUSTOMER).build());

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        commandView("waiting")
                                .expectBody()
                                .jsonPath("$.status")
                                .isEqualTo("QUEUED")
                                .jsonPath("$.waitsFor")
                                .isEqualTo("HELD")
                                .jsonPath("$.waitSeconds")
                                .isEmpty());
        commandView("scheduled")
                .expectBody()
                .jsonPath("$.waitsFor")
                .isEqualTo("NOT_BEFORE")
                .jsonPath("$.waitSeconds")
                .value(Double.class, seconds -> assertThat(seconds).isBetween(500.0, 600.0));
        http.delete().uri("/v1/commands/scheduled").exchange().expectStatus().isAccepted();
        stage.connected(number);
        end("scheduled");
        end("waiting");
        commandView("waiting").expectBody().jsonPath("$.waitsFor").isEmpty();
    }

    @Test
    void estimatesWhenTheLastOfAQueueHasLeft() {
        SimulatedNumber slow = meta.addNumber(NumberSpec.coexistence("+15550100304"));
        stage.publish(
                Topics.CONNECTIONS,
                slow.phoneNumberId(),
                stage.connection(slow).setBudgetPerSecond(2).build());
        for (int i = 0; i < 30; i++) {
            stage.command(Stage.text("eta-" + i, slow, "+1555010" + (1300 + i)).build());
        }

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        queue(slow)
                                .expectBody()
                                .jsonPath("$.total")
                                .value(Integer.class, total -> assertThat(total).isGreaterThan(20))
                                .jsonPath("$.etaSeconds")
                                .value(
                                        Double.class,
                                        eta -> assertThat(eta).isBetween(20 / 2.0, 30 / 2.0)));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        commandView("eta-29")
                                .expectBody()
                                .jsonPath("$.waitsFor")
                                .isEqualTo("BUDGET")
                                .jsonPath("$.waitSeconds")
                                .value(
                                        Double.class,
                                        wait -> assertThat(wait).isBetween(1.0, 17.0)));
        stage.becomes(slow, ConnectionStatus.DISCONNECTED);
        assertThat(end("eta-29").getReason()).contains("CONNECTION_DISCONNECTED");
    }

    @Test
    void countsEveryCommandAndEveryRequestOnce() {
        SimulatedNumber number = knownNumber();
        String id = number.phoneNumberId();
        meta.faults().add(Fault.refuse(130429).forNumber(id).to("+15550100901").times(1));
        meta.faults().add(Fault.refuse(131026).forNumber(id).to("+15550100902").times(1));
        meta.faults()
                .add(
                        Fault.of(Fault.Kind.ERROR_BEFORE_ACCEPTANCE)
                                .forNumber(id)
                                .to("+15550100903")
                                .times(1));
        for (int i = 0; i < 5; i++) {
            stage.command(Stage.text("counted-" + i, number, "+1555010090" + i).build());
        }
        stage.command(Stage.text("counted-0", number, "+15550100900").build());
        stage.command(Stage.text("counted-no", number, "").build());
        stage.command(
                Stage.text("counted-late", number, "+15550100905")
                        .setExpiresAt(Instant.now().minusSeconds(1))
                        .build());
        for (String command : List.of("0", "1", "2", "3", "4", "no", "late")) {
            end("counted-" + command);
        }

        assertThat(end("counted-2").getOutcome()).isEqualTo(SendOutcomeKind.REJECTED);
        assertThat(end("counted-3").getOutcome()).isEqualTo(SendOutcomeKind.UNKNOWN);
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    assertThat(
                                    sum("commands", "outcome", "queued")
                                            + sum("commands", "outcome", "refused"))
                            .isEqualTo(
                                    sum("sent")
                                            + sum("queue.depth")
                                            + sum("unknown", "state", "waiting"));
                    assertThat(sum("requests")).isEqualTo(sum("answers"));
                });
        assertThat(sum("commands", "outcome", "duplicate")).isPositive();
        assertThat(sum("answers", "outcome", "throttled")).isEqualTo(sum("throttled"));
        assertThat(sum("answers", "outcome", "doubtful")).isEqualTo(sum("doubts"));
        assertThat(sum("alarms", "alarm", "ring_refused")).isZero();
    }

    private static double sum(String name, String... tags) {
        return service
                .getBean(MeterRegistry.class)
                .find("whatsapp.dispatch." + name)
                .tags(tags)
                .meters()
                .stream()
                .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
                .mapToDouble(Measurement::getValue)
                .sum();
    }
}
