package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.CommandAction;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.schemas.events.SendCommand;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.schemas.events.SendResult;
import dev.coexistence.simulator.Fault;
import dev.coexistence.simulator.NumberSpec;
import dev.coexistence.simulator.SimulatedNumber;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The whole service between a real broker, a real database and Meta's simulator. */
class DispatchIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CUSTOMER = "+15550100999";

    private static final Spans SPANS = new Spans();

    private static Simulator meta;
    private static Stage stage;
    private static ConfigurableApplicationContext service;
    private static WebTestClient http;
    private static int numbers;

    @BeforeAll
    static void start() {
        meta = Simulator.start(SimulatorSettings.defaults().withEnforceWindow(false));
        stage =
                new Stage(meta)
                        .with("management.opentelemetry.tracing.export.schedule-delay", "200ms");
        service = stage.start("one", SPANS);
        http =
                WebTestClient.bindToServer()
                        .baseUrl("http://localhost:" + Stage.port(service))
                        .responseTimeout(PATIENCE)
                        .build();
    }

    @AfterAll
    static void stop() {
        service.close();
        stage.close();
        meta.close();
    }

    private static SimulatedNumber number() {
        var number = meta.addNumber(NumberSpec.fullMigration("+1555010" + (2000 + ++numbers)));
        stage.connected(number);
        return number;
    }

    private static SendResult end(String commandId) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stage.ends(commandId)).hasSize(1));
        return stage.ends(commandId).getFirst();
    }

    @Test
    void sendsWhatIsCommandedWithinTheBudgetOfEachNumber() {
        SimulatedNumber slow = meta.addNumber(NumberSpec.coexistence("+15550100201"));
        SimulatedNumber fast = meta.addNumber(NumberSpec.fullMigration("+15550100202"));
        stage.connected(slow);
        stage.connected(fast);

        for (int i = 0; i < 100; i++) {
            stage.command(Stage.text("slow-" + i, slow, "+1555010" + (1000 + i)).build());
            stage.command(Stage.text("fast-" + i, fast, "+1555010" + (1000 + i)).build());
        }

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.ends())
                                .filteredOn(DispatchIT::ofTheBudgetTest)
                                .hasSize(200));
        assertThat(stage.ends())
                .filteredOn(DispatchIT::ofTheBudgetTest)
                .allMatch(end -> end.getOutcome() == SendOutcomeKind.ACCEPTED)
                .allMatch(end -> end.getWamid().isPresent());
        System.out.println("slow " + meta.window(slow.phoneNumberId()));
        System.out.println("fast " + meta.window(fast.phoneNumberId()));
        assertThat(meta.window(slow.phoneNumberId()).refused()).isZero();
        assertThat(meta.window(fast.phoneNumberId()).refused()).isZero();
    }

    private static boolean ofTheBudgetTest(SendResult end) {
        return end.getCommandId().startsWith("slow-") || end.getCommandId().startsWith("fast-");
    }

    @Test
    void tellsThatACommandIsQueuedAndThenWhatBecameOfIt() {
        SimulatedNumber number = number();

        stage.command(Stage.text("told", number, CUSTOMER).setReference("ticket 7").build());

        SendResult end = end("told");
        assertThat(end.getReference()).contains("ticket 7");
        assertThat(end.getPreview()).contains("message told");
        assertThat(stage.results())
                .filteredOn(result -> result.getCommandId().equals("told"))
                .extracting(SendResult::getOutcome)
                .containsExactly(SendOutcomeKind.QUEUED, SendOutcomeKind.ACCEPTED);
        String body = meta.sentBody(end.getWamid().orElseThrow()).orElseThrow();
        assertThat(body).contains("\"biz_opaque_callback_data\":\"told\"");
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

    @Test
    void sendsACommandOnceHoweverOftenItIsGiven() {
        SimulatedNumber number = number();

        for (int i = 0; i < 5; i++) {
            stage.command(Stage.text("twice", number, CUSTOMER).build());
        }
        stage.command(Stage.text("after-twice", number, CUSTOMER).build());

        end("after-twice");
        assertThat(end("twice").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(meta.arrivals(number.phoneNumberId())).hasSize(2);
    }

    @Test
    void parksWhatNobodyCanReadAndGoesOn() {
        SimulatedNumber number = number();
        String key = number.phoneNumberId();

        stage.publish(Topics.SEND_COMMANDS, key, "no avro".getBytes(StandardCharsets.UTF_8));
        stage.publish(Topics.CONNECTIONS, key, "no avro".getBytes(StandardCharsets.UTF_8));
        stage.publish(Topics.MESSAGE_STATUSES, key, "no avro".getBytes(StandardCharsets.UTF_8));
        stage.publish(Topics.INBOUND_MESSAGES, key, "no avro".getBytes(StandardCharsets.UTF_8));
        stage.publish(Topics.ECHO_MESSAGES, key, "no avro".getBytes(StandardCharsets.UTF_8));
        stage.command(Stage.text(" ", number, CUSTOMER).build());
        stage.command(Stage.text("after-poison", number, CUSTOMER).build());
        SimulatedNumber next = number();
        stage.command(Stage.text("after-poison-2", next, CUSTOMER).build());

        assertThat(end("after-poison").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(end("after-poison-2").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stage.deadLetters(key)).hasSize(6));
    }

    @Test
    void rejectsWhatCannotBeSent() {
        SimulatedNumber number = number();

        stage.command(Stage.text("no-content", number, CUSTOMER).setText(null).build());
        stage.command(Stage.text("no-recipient", number, "").build());
        stage.command(
                Stage.text("bad-content", number, CUSTOMER)
                        .setText(null)
                        .setMessageJson("[]")
                        .build());
        stage.command(
                Stage.text("forbidden", number, CUSTOMER)
                        .setText(null)
                        .setMessageJson("{\"type\":\"edit\",\"edit\":{}}")
                        .build());

        assertThat(end("no-content").getReason()).contains("NO_CONTENT");
        assertThat(end("no-recipient").getReason()).contains("NO_RECIPIENT");
        assertThat(end("bad-content").getReason()).contains("BAD_CONTENT");
        SendResult forbidden = end("forbidden");
        assertThat(forbidden.getReason()).contains("MODE_FORBIDS");
        assertThat(forbidden.getError().orElseThrow().getDetails().orElseThrow())
                .contains("seven-io");
        assertThat(meta.arrivals(number.phoneNumberId())).isEmpty();
    }

    @Test
    void waitsAMomentForAConnectionAndThenRejects() {
        SimulatedNumber late = meta.addNumber(NumberSpec.fullMigration("+15550100301"));
        SimulatedNumber never = meta.addNumber(NumberSpec.fullMigration("+15550100302"));

        stage.command(Stage.text("late", late, CUSTOMER).build());
        stage.command(Stage.text("never", never, CUSTOMER).build());
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.results())
                                .anyMatch(one -> one.getCommandId().equals("late")));
        stage.connected(late);

        assertThat(end("late").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(end("never").getReason()).contains("UNKNOWN_NUMBER");
    }

    @Test
    void holdsASuspendedNumberAndEndsADisconnectedOne() {
        SimulatedNumber number = number();
        stage.publish(
                Topics.CONNECTIONS,
                number.phoneNumberId(),
                stage.connection(number).setState(ConnectionStatus.SUSPENDED).build());
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        http.get()
                                .uri("/v1/queues/" + number.phoneNumberId())
                                .exchange()
                                .expectBody()
                                .jsonPath("$.heldFor")
                                .isEqualTo("SUSPENDED"));
        stage.command(Stage.text("held", number, CUSTOMER).build());
        stage.command(
                Stage.text("expires", number, CUSTOMER)
                        .setExpiresAt(Instant.now().plusMillis(500))
                        .build());

        assertThat(end("expires").getOutcome()).isEqualTo(SendOutcomeKind.EXPIRED);
        assertThat(stage.ends("held")).isEmpty();
        http.get()
                .uri("/v1/queues/" + number.phoneNumberId())
                .exchange()
                .expectBody()
                .jsonPath("$.heldFor")
                .isEqualTo("SUSPENDED")
                .jsonPath("$.depth.NORMAL")
                .isEqualTo(1);
        stage.connected(number);
        assertThat(end("held").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);

        stage.publish(
                Topics.CONNECTIONS,
                number.phoneNumberId(),
                stage.connection(number).setState(ConnectionStatus.DISCONNECTED).build());
        stage.command(Stage.text("ended", number, CUSTOMER).build());
        assertThat(end("ended").getReason()).contains("CONNECTION_DISCONNECTED");
    }

    @Test
    void stopsANumberWhoseTokenIsRefusedUntilItsNextState() {
        SimulatedNumber number = number();
        meta.faults()
                .add(Fault.refuse(190).withStatus(401).forNumber(number.phoneNumberId()).times(1));

        stage.command(Stage.text("stopped", number, CUSTOMER).build());

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        http.get()
                                .uri("/v1/queues/" + number.phoneNumberId())
                                .exchange()
                                .expectBody()
                                .jsonPath("$.heldFor")
                                .isEqualTo("META_190"));
        assertThat(stage.ends("stopped")).isEmpty();
        stage.connected(number);
        assertThat(end("stopped").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
    }

    @Test
    void parksAMessageOfWhichNothingIsHeardAndTakesLateEvidence() {
        SimulatedNumber number = number();
        meta.faults()
                .add(
                        Fault.of(Fault.Kind.ERROR_AFTER_ACCEPTANCE)
                                .forNumber(number.phoneNumberId())
                                .times(2));

        stage.command(Stage.text("doubtful", number, CUSTOMER).build());
        stage.command(Stage.text("proven", number, CUSTOMER).build());
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.results())
                                .filteredOn(one -> one.getOutcome() == SendOutcomeKind.UNKNOWN)
                                .extracting(SendResult::getCommandId)
                                .contains("doubtful", "proven"));
        stage.status(number, "proven", "wamid.proven");

        SendResult proven = end("proven");
        assertThat(proven.getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(proven.getWamid()).contains("wamid.proven");
        SendResult parked = end("doubtful");
        assertThat(parked.getOutcome()).isEqualTo(SendOutcomeKind.UNKNOWN);
        assertThat(parked.getTerminal()).isTrue();
        assertThat(meta.arrivals(number.phoneNumberId())).hasSize(2);
    }

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
        post("key-2", body.replace("text", "nothing"))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("NO_CONTENT");
        post("key-3", "{").expectStatus().isBadRequest();
        post(
                        "key-4",
                        body.replace(
                                "\"text\":{\"body\":\"hello\"}",
                                "\"message\":{\"type\":\"revoke\"}"))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                .expectBody()
                .jsonPath("$.reason")
                .isEqualTo("MODE_FORBIDS");

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
    void passesAnyMessageObjectThrough() {
        SimulatedNumber number = number();
        String image = "{\"type\":\"image\",\"image\":{\"id\":\"123\",\"caption\":\"a boat\"}}";

        stage.command(
                Stage.text("image", number, CUSTOMER)
                        .setText(null)
                        .setMessageJson(image)
                        .setRepliesTo("wamid.quoted")
                        .build());
        stage.command(
                Stage.text("read", number, "")
                        .setText(null)
                        .setMessageJson("{\"status\":\"read\",\"message_id\":\"wamid.theirs\"}")
                        .build());

        SendResult end = end("image");
        assertThat(end.getPreview()).contains("a boat");
        assertThat(end.getRepliesTo()).contains("wamid.quoted");
        String body = meta.sentBody(end.getWamid().orElseThrow()).orElseThrow();
        assertThat(body)
                .contains("\"caption\":\"a boat\"")
                .contains("\"message_id\":\"wamid.quoted\"");
        assertThat(end("read").getType()).isEqualTo("read");
    }

    @Test
    void sendsACommandThatCameOnAnotherPartition() {
        SimulatedNumber number = number();
        SendCommand command = Stage.text("astray", number, CUSTOMER).build();

        for (int partition = 0; partition < 4; partition++) {
            stage.publishTo(partition, command);
        }

        assertThat(end("astray").getOutcome()).isEqualTo(SendOutcomeKind.ACCEPTED);
        stage.command(Stage.text("home", number, CUSTOMER).build());
        end("home");
        assertThat(meta.arrivals(number.phoneNumberId())).hasSize(2);
    }

    @Test
    void ignoresACancellationOfNothing() {
        SimulatedNumber number = number();

        stage.command(
                SendCommand.newBuilder()
                        .setCommandId("never-given")
                        .setAction(CommandAction.CANCEL)
                        .setPhoneNumberId(number.phoneNumberId())
                        .build());
        stage.command(Stage.text("after-cancel", number, CUSTOMER).build());

        end("after-cancel");
        assertThat(stage.results()).noneMatch(one -> one.getCommandId().equals("never-given"));
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
                                    http.get()
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
}
