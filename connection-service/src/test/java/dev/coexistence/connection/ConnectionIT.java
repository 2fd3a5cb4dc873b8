package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.connection.RunningService.Answer;
import dev.coexistence.connection.clock.ServiceClock;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.DeadLetter;
import dev.coexistence.schemas.Topic;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.AccountEvent;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.schemas.events.ConnectionStatus;
import dev.coexistence.schemas.events.EchoMessage;
import dev.coexistence.schemas.events.EchoSender;
import dev.coexistence.schemas.events.HistoryEvent;
import dev.coexistence.schemas.events.HistoryKind;
import dev.coexistence.schemas.events.HistoryProgress;
import dev.coexistence.schemas.events.Identity;
import dev.coexistence.simulator.fault.Fault;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SignUpMode;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The service through its public interfaces: HTTP and topics. */
class ConnectionIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PIN = "482915";
    private static RunningService service;
    private static TopicReader connections;
    private static int numbers;

    @BeforeAll
    static void start() {
        service = RunningService.start(Map.of());
        connections = new TopicReader(Topics.CONNECTIONS);
    }

    @AfterAll
    static void stop() {
        connections.close();
        service.close();
    }

    @Test
    void connectsANumberInCoexistenceWithoutRegisteringIt() {
        var number = onTheApp();

        var connected = signUp(number, SignUpMode.COEXISTENCE, "");

        assertThat(connected.status()).isEqualTo(200);
        assertThat(connected.body().path("state").asString()).isEqualTo("CONNECTED");
        assertThat(connected.body().path("mode").asString()).isEqualTo("COEXISTENCE");
        assertThat(connected.body().path("budgetPerSecond").asInt()).isEqualTo(20);
        assertThat(names(connected.body(), "steps", "step"))
                .containsExactly(
                        "EXCHANGE_CODE",
                        "SUBSCRIBE",
                        "FIND_NUMBER",
                        "VERIFY_MODE",
                        "SYNC_CONTACTS",
                        "SYNC_HISTORY",
                        "SELF_TEST");
        assertThat(names(connected.body(), "checks", "check"))
                .containsExactly(
                        "SUBSCRIPTION", "REGISTRATION", "CALLBACK", "SIGNATURE", "FIRST_EVENT");
        assertThat(connected.body().path("sync").path("secondsLeft").asLong()).isPositive();
        var record = published(number, ConnectionStatus.CONNECTED);
        assertThat(record.getEpoch()).isEqualTo(1);
        assertThat(token(record)).isEqualTo(service.meta.tokenOf(number));
        assertThat(record.getDisabledFeatures()).contains("edit", "broadcast-lists");
    }

    @Test
    void connectsANumberInFullMigrationByRegisteringItWithItsPin() {
        var number = fresh();

        var connected = signUp(number, SignUpMode.FULL_MIGRATION, ", \"pin\": \"" + PIN + "\"");

        assertThat(connected.status()).isEqualTo(200);
        assertThat(connected.body().path("budgetPerSecond").asInt()).isEqualTo(80);
        assertThat(names(connected.body(), "steps", "step"))
                .containsExactly(
                        "EXCHANGE_CODE",
                        "SUBSCRIBE",
                        "FIND_NUMBER",
                        "VERIFY_MODE",
                        "REGISTER",
                        "SELF_TEST");
        var record = published(number, ConnectionStatus.CONNECTED);
        assertThat(record.getBudgetPerSecond()).isEqualTo(80);
        assertThat(record.getDisabledFeatures()).isEmpty();
    }

    @Test
    void refusesCoexistenceToASwissNumberAndSaysWhy() {
        var refused =
                service.post(
                        "/v1/signups",
                        "{\"mode\": \"COEXISTENCE\", \"phoneNumber\": \"+41115550100\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.type()).startsWith("application/problem+json");
        assertThat(kind(refused)).isEqualTo("coexistence-not-available");
        assertThat(refused.body().path("country").asString()).isEqualTo("CH");
        assertThat(refused.body().path("edition").asString()).isEqualTo("seven-io");
        assertThat(refused.body().path("detail").asString()).contains("Switzerland", "seven-io");
    }

    @Test
    void tellsBeforeTheDialogueWhatIsLostAndHowFastEachModeIs() {
        var number = onTheApp();

        var offer = start(number, SignUpMode.COEXISTENCE).body();

        assertThat(names(offer, "losses", "feature")).contains("edit", "revoke", "live-location");
        assertThat(offer.path("modes").path("FULL_MIGRATION").path("budgetPerSecond").asInt())
                .isEqualTo(80);
        assertThat(offer.path("campaigns").get(1).path("coexistenceSeconds").asInt())
                .isEqualTo(500);
        assertThat(offer.path("campaigns").get(1).path("fullMigrationSeconds").asInt())
                .isEqualTo(125);
        assertThat(
                        offer.path("launchParameters")
                                .path("login")
                                .path("extras")
                                .path("featureType")
                                .asString())
                .isEqualTo("whatsapp_business_app_onboarding");
        String id = offer.path("signupId").asString();
        var acknowledged =
                service.post("/v1/signups/" + id + "/acknowledgement", "{\"name\": \"Sam Owner\"}");
        assertThat(acknowledged.body().path("acknowledged").asBoolean()).isTrue();
        assertThat(service.get("/v1/signups/" + id).body().path("acknowledged").asBoolean())
                .isTrue();
        assertThat(service.delete("/v1/signups/" + id).status()).isEqualTo(204);
        assertThat(start(number, SignUpMode.COEXISTENCE).status()).isEqualTo(201);
    }

    @Test
    void refusesASecondSignUpANumberThatIsConnectedAndAnotherMode() {
        var number = onTheApp();
        var first = start(number, SignUpMode.COEXISTENCE);
        var second = start(number, SignUpMode.COEXISTENCE);
        assertThat(second.status()).isEqualTo(409);
        assertThat(kind(second)).isEqualTo("sign-up-under-way");
        assertThat(second.body().path("signupId").asString())
                .isEqualTo(first.body().path("signupId").asString());
        complete(number, first, SignUpMode.COEXISTENCE, "");

        assertThat(kind(start(number, SignUpMode.COEXISTENCE))).isEqualTo("already-connected");
        var otherMode = start(number, SignUpMode.FULL_MIGRATION);

        assertThat(otherMode.status()).isEqualTo(409);
        assertThat(kind(otherMode)).isEqualTo("mode-fixed");
        var plan = otherMode.body().path("plan");
        assertThat(names(plan, "steps", "who")).contains("OWNER", "SERVICE");
        assertThat(plan.path("queue").asString()).contains("held");
        assertThat(service.get(path(number) + "/mode-switch-plan").body()).isEqualTo(plan);
        var changed = service.put(path(number) + "/mode", "{\"mode\": \"FULL_MIGRATION\"}");
        assertThat(changed.status()).isEqualTo(409);
        assertThat(changed.body().path("plan")).isEqualTo(plan);
        assertThat(service.put(path(number) + "/mode", "{\"mode\": \"COEXISTENCE\"}").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"mode\": \"COEXISTENCE\", \"phoneNumber\": \"call me\"} | 422 | no-phone-number",
                "{\"mode\": \"COEXISTENCE\"} | 400 | bad-request",
                "{\"mode\": \"SIDEWAYS\", \"phoneNumber\": \"+15550100200\"} | 400 | ",
                "{\"mode\": \"COEXISTENCE\", \"phoneNumbr\": \"+15550100200\"} | 422 | unknown-member",
                "not json | 400 | unreadable-body",
                "[] | 400 | ",
            })
    void answersBadRequestsWithAProblem(String body, int status, String kind) {
        var answer = service.post("/v1/signups", body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        if (kind != null) {
            assertThat(kind(answer)).isEqualTo(kind);
        }
    }

    @Test
    void answersWhatDoesNotExistWithAProblem() {
        String nobody = UUID.randomUUID().toString();
        String event =
                "{\"type\":\"WA_EMBEDDED_SIGNUP\",\"event\":\"FINISH\",\"data\":{\"waba_id\":\"2001\"}}";

        for (Answer answer :
                List.of(
                        service.get("/v1/connections/90000"),
                        service.get("/v1/connections/90000/history"),
                        service.get("/v1/signups/" + nobody),
                        service.post(
                                "/v1/signups/" + nobody + "/complete",
                                "{\"code\": \"x\", \"sessionEvent\": " + event + "}"),
                        service.get("/v1/policies/countries/XX"),
                        service.get("/v1/nothing"))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.type()).startsWith("application/problem+json");
        }
        assertThat(service.get("/v1/signups/no-id").status()).isEqualTo(400);
    }

    @Test
    void aDialogueThatWasLeftKeepsTheSignUpOpen() {
        var number = onTheApp();
        var started = start(number, SignUpMode.COEXISTENCE);
        String complete = "/v1/signups/" + started.body().path("signupId").asString() + "/complete";
        String left =
                "{\"type\":\"WA_EMBEDDED_SIGNUP\",\"event\":\"CANCEL\",\"data\":{\"current_step\":\"PHONE_NUMBER_SETUP\"}}";

        var cancelled = service.post(complete, "{\"code\": \"\", \"sessionEvent\": " + left + "}");

        assertThat(kind(cancelled)).isEqualTo("dialogue-not-finished");
        assertThat(cancelled.body().path("detail").asString()).contains("PHONE_NUMBER_SETUP");
        var popup = service.meta.signUp(number.phoneNumberId(), SignUpMode.COEXISTENCE);
        String finished =
                "{\"code\": \"" + popup.code() + "\", \"sessionEvent\": " + popup.sessionEvent();
        assertThat(
                        kind(
                                service.post(
                                        complete,
                                        finished + ", \"origin\": \"https://evilfacebook.com\"}")))
                .isEqualTo("untrusted-origin");
        assertThat(
                        service.post(
                                        complete,
                                        finished + ", \"origin\": \"https://www.facebook.com\"}")
                                .status())
                .isEqualTo(200);
        assertThat(service.post(complete, finished + "}").status()).isEqualTo(409);
    }

    @Test
    void aFailedOnboardingSaysWhatToDoNext() {
        var number = onTheApp();
        var other = onTheApp();
        var started = start(number, SignUpMode.COEXISTENCE);

        var failed = complete(other, started, SignUpMode.COEXISTENCE, "");

        assertThat(failed.status()).isEqualTo(422);
        assertThat(kind(failed)).isEqualTo("onboarding-failed");
        assertThat(failed.body().path("step").asString()).isEqualTo("FIND_NUMBER");
        assertThat(failed.body().path("nextAction").asString()).isNotBlank();
        assertThat(failed.body().path("connection").path("state").asString()).isEqualTo("FAILED");
    }

    @Test
    void answersWhileAnOnboardingWaitsAndFinishesItByItself() {
        var number = onTheApp();
        service.meta
                .faults()
                .add(
                        Fault.refuse(80007)
                                .at("smb_app_data")
                                .forNumber(number.phoneNumberId())
                                .times(2));

        var running = signUp(number, SignUpMode.COEXISTENCE, "");

        assertThat(running.status()).isEqualTo(202);
        assertThat(running.body().path("state").asString()).isEqualTo("ONBOARDING");
        published(number, ConnectionStatus.CONNECTED);
    }

    @Test
    void accountEventsMoveALinkAndItsHistoryTells() {
        var number = onTheApp();
        signUp(number, SignUpMode.COEXISTENCE, "");

        publish(Topics.ACCOUNT_EVENTS, number.wabaId(), account(number, "ACCOUNT_OFFBOARDED"));
        assertThat(published(number, ConnectionStatus.SUSPENDED).getReason())
                .contains("ACCOUNT_OFFBOARDED");
        publish(Topics.ACCOUNT_EVENTS, number.wabaId(), account(number, "ACCOUNT_RECONNECTED"));
        published(number, ConnectionStatus.CONNECTED);
        publish(Topics.ACCOUNT_EVENTS, number.wabaId(), account(number, "PARTNER_REMOVED"));

        var ended = published(number, ConnectionStatus.DISCONNECTED);
        assertThat(ended.getEncryptedToken()).isEmpty();
        assertThat(names(service.get(path(number) + "/history").body(), "items", "event"))
                .containsSubsequence(
                        "SIGN_UP_STARTED", "CONNECTED", "SUSPENDED", "RESUMED", "DISCONNECTED");
        assertThat(service.get(path(number)).body().path("state").asString())
                .isEqualTo("DISCONNECTED");
    }

    @Test
    void theChatsImportShowsItsProgress() {
        var number = onTheApp();
        signUp(number, SignUpMode.COEXISTENCE, "");

        publish(Topics.HISTORY, number.phoneNumberId(), progress(number, 40));
        awaitSync(number, "RUNNING", 40);
        publish(Topics.HISTORY, number.phoneNumberId(), progress(number, 100));
        awaitSync(number, "DONE", 100);
        publish(Topics.HISTORY, number.phoneNumberId(), progress(number, 60));

        publish(Topics.ECHO_MESSAGES, number.phoneNumberId(), echo(number, clock()));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(
                                        service.get(path(number))
                                                .body()
                                                .path("activity")
                                                .path("evidence")
                                                .toString())
                                .contains("ECHO", "HISTORY", "ONBOARDING"));
        awaitSync(number, "DONE", 100);
        var first =
                service.get(path(number))
                        .body()
                        .path("checks")
                        .valueStream()
                        .filter(check -> check.path("check").asString().equals("FIRST_EVENT"))
                        .findFirst()
                        .orElseThrow();
        assertThat(first.path("status").asString()).isEqualTo("PASSED");
    }

    @Test
    void fourteenDaysPassOnTheScriptedClock() {
        var number = onTheApp();
        signUp(number, SignUpMode.COEXISTENCE, "");
        for (int days : List.of(10, 12, 13)) {
            service.meta.clock().advance(Duration.ofDays(days == 10 ? 10 : days == 12 ? 2 : 1));
            await().atMost(SOON).untilAsserted(() -> assertThat(warnings(number)).endsWith(days));
        }
        assertThat(service.get(path(number)).body().path("activity").path("warnedDays").asInt())
                .isEqualTo(13);

        // Meta's own agent is no sign that the app was opened.
        publish(
                Topics.ECHO_MESSAGES,
                number.phoneNumberId(),
                EchoMessage.newBuilder(echo(number, clock()))
                        .setSender(EchoSender.META_AGENT)
                        .build());
        service.meta.clock().advance(Duration.ofDays(1));
        await().atMost(SOON).untilAsserted(() -> assertThat(warnings(number)).endsWith(14));

        publish(Topics.ECHO_MESSAGES, number.phoneNumberId(), echo(number, clock()));
        await().atMost(SOON).untilAsserted(() -> assertThat(warnings(number)).endsWith(0));
        service.bean(ServiceClock.class).follow();
        var opened = service.post(path(number) + "/app-opened", "{\"name\": \"Sam Operator\"}");

        assertThat(opened.status()).isEqualTo(200);
        assertThat(
                        opened.body()
                                .path("activity")
                                .path("evidence")
                                .get(0)
                                .path("statedBy")
                                .asString())
                .isEqualTo("Sam Operator");
        assertThat(service.post(path(number) + "/app-opened", "{}").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "whatsapp.account-events",
        "whatsapp.echo-messages",
        "whatsapp.contacts",
        "whatsapp.history"
    })
    void aRecordThatCannotBeReadIsParkedAndTheNextGoesThrough(String topic) throws Exception {
        var number = onTheApp();
        signUp(number, SignUpMode.COEXISTENCE, "");
        byte[] poison =
                ("poison " + UUID.randomUUID()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        service.bean(EventPublisher.class)
                .send(new ProducerRecord<>(topic, 0, number.phoneNumberId(), poison))
                .get();

        publish(Topics.ACCOUNT_EVENTS, number.wabaId(), account(number, "ACCOUNT_OFFBOARDED"));

        published(number, ConnectionStatus.SUSPENDED);
        try (var dead = new TopicReader(Topics.DEAD_LETTERS)) {
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(dead.records())
                                    .filteredOn(record ->
                                            java.util.Arrays.equals(record.value(), poison))
                                    .hasSize(1)
                                    .allSatisfy(record ->
                                            assertThat(DeadLetter.from(record).topic())
                                                    .isEqualTo(topic)));
        }
    }

    @Test
    void anEventThatCannotBeHandledDoesNotHoldUpTheOthers() {
        var stray =
                AccountEvent.newBuilder()
                        .setEventId(UUID.randomUUID().toString())
                        .setWabaId("299999")
                        .setField("account_update")
                        .setEvent("PARTNER_REMOVED")
                        .setJson("{}")
                        .setReceivedAt(clock())
                        .build();

        publish(Topics.ACCOUNT_EVENTS, "299999", stray);

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(
                                        names(
                                                service.get("/v1/parked-events").body(),
                                                "items",
                                                "eventId"))
                                .contains(stray.getEventId()));
    }

    @Test
    void whatHappensWhileTheBrokerIsAwayIsPublishedAfterwards() {
        var number = onTheApp();
        LocalStack.shared().stopBroker();
        Answer connected;
        try {
            connected = signUp(number, SignUpMode.COEXISTENCE, "");
        } finally {
            LocalStack.shared().startBroker();
        }

        assertThat(connected.status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> connections.events(Topics.CONNECTIONS, number.phoneNumberId()),
                        records ->
                                !records.isEmpty()
                                        && records.getLast().getState()
                                                == ConnectionStatus.CONNECTED);
        var versions =
                connections.events(Topics.CONNECTIONS, number.phoneNumberId()).stream()
                        .map(Connection::getVersion)
                        .toList();
        assertThat(versions).isSorted();
    }

    @Test
    void disconnectsByDeregisteringOrByAskingTheOwner() {
        var migrated = fresh();
        signUp(migrated, SignUpMode.FULL_MIGRATION, "");
        var shared = onTheApp();
        signUp(shared, SignUpMode.COEXISTENCE, "");

        var gone = service.post(path(migrated) + "/disconnect", "{\"name\": \"Sam Operator\"}");
        var waiting = service.post(path(shared) + "/disconnect", "{}");

        assertThat(gone.status()).isEqualTo(200);
        assertThat(gone.body().path("state").asString()).isEqualTo("DISCONNECTED");
        assertThat(waiting.status()).isEqualTo(202);
        assertThat(waiting.body().path("state").asString()).isEqualTo("DISCONNECTING");
        assertThat(waiting.body().path("ownerSteps").toString()).contains("Business Platform");
        assertThat(service.post(path(migrated) + "/disconnect", "{}").status()).isEqualTo(409);
        publish(Topics.ACCOUNT_EVENTS, shared.wabaId(), account(shared, "PARTNER_REMOVED"));
        published(shared, ConnectionStatus.DISCONNECTED);
    }

    @Test
    void servesThePolicyCatalogue() {
        var policies = service.get("/v1/policies").body();
        assertThat(policies.path("inForce").asString()).isEqualTo("seven-io");
        assertThat(names(policies, "editions", "edition"))
                .containsExactly("meta-2026-09", "seven-io");
        assertThat(policies.path("editions").get(0).path("source").asString()).isNotBlank();

        var switzerland = service.get("/v1/policies/countries/ch").body();
        assertThat(switzerland.path("availability").asString()).isEqualTo("NOT_AVAILABLE");
        assertThat(switzerland.path("byEdition").path("meta-2026-09").asString())
                .isEqualTo("UNKNOWN");

        var number = onTheApp();
        signUp(number, SignUpMode.COEXISTENCE, "");
        assertThat(
                        names(
                                service.get("/v1/policies/meta-2026-09/impact").body(),
                                "connections",
                                "phoneNumberId"))
                .contains(number.phoneNumberId());
    }

    @Test
    void showsItsHealthAndItsNumbers() {
        var number = onTheApp();
        signUp(number, SignUpMode.COEXISTENCE, "");
        service.bean(ConnectionJobs.class).observe();

        // The brokers are asked every five seconds, and another test takes them away.
        await().atMost(SOON).until(() -> service.get("/actuator/health/readiness").status() == 200);
        var readiness = service.get("/actuator/health/readiness").body();
        assertThat(readiness.at("/components/db/status").asString()).isEqualTo("UP");
        assertThat(readiness.at("/components/kafka/status").asString()).isEqualTo("UP");
        service.get("/actuator/prometheus");
        assertThat(service.responses.getLast())
                .contains(
                        "whatsapp_connections{",
                        "state=\"connected\"",
                        "whatsapp_connection_app_activity_age_seconds{",
                        "phone_number_id=\"" + number.phoneNumberId() + "\"",
                        "whatsapp_connection_number{",
                        "whatsapp_connection_presumed_inactive_in_seconds{",
                        "whatsapp_connection_outbox_depth",
                        "whatsapp_connection_outbox_age_seconds",
                        "whatsapp_connection_meta_calls_seconds_count{");
        assertThat(service.get(path(number)).body().path("qualityRating").asString())
                .isEqualTo("GREEN");
        assertThat(names(service.get("/v1/connections").body(), "items", "phoneNumberId"))
                .contains(number.phoneNumberId());
    }

    @Test
    void noSecretLeavesInClear() {
        var coexisting = onTheApp();
        var migrated = fresh();
        signUp(coexisting, SignUpMode.COEXISTENCE, "");
        signUp(migrated, SignUpMode.FULL_MIGRATION, ", \"pin\": \"" + PIN + "\"");
        published(coexisting, ConnectionStatus.CONNECTED);
        published(migrated, ConnectionStatus.CONNECTED);
        service.get("/v1/connections");
        service.get(path(migrated) + "/history");
        service.get("/actuator/prometheus");

        var secrets =
                List.of(
                        service.meta.tokenOf(coexisting),
                        service.meta.tokenOf(migrated),
                        "\"" + PIN + "\"",
                        RunningService.APP_SECRET);

        var logs =
                service.logs.list.stream()
                        .map(event ->
                                event.getFormattedMessage()
                                        + event.getKeyValuePairs()
                                        + event.getThrowableProxy())
                        .toList();
        assertThat(logs).hasSizeGreaterThan(10);
        for (String secret : secrets) {
            assertThat(logs).noneMatch(line -> line.contains(secret));
            assertThat(service.responses).noneMatch(body -> body.contains(secret));
            assertThat(connections.records())
                    .noneMatch(record ->
                            new String(record.value(), java.nio.charset.StandardCharsets.ISO_8859_1)
                                    .contains(secret));
        }
        assertThat(logs)
                .noneMatch(line -> line.contains(coexisting.displayPhoneNumber().substring(1)));
    }

    @Test
    void requestsAreHandledOnVirtualThreadsAndNeverOnTheEventLoop() {
        assertThat(start(onTheApp(), SignUpMode.COEXISTENCE).status()).isEqualTo(201);

        assertThat(service.logs.list)
                .filteredOn(event ->
                        String.valueOf(event.getKeyValuePairs()).contains("SIGN_UP_STARTED"))
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(event.getThreadName())
                                .doesNotContain("reactor")
                                .startsWith("task-"));
    }

    @Test
    void listsNumbersPageByPage() {
        for (int i = 0; i < 3; i++) {
            signUp(onTheApp(), SignUpMode.COEXISTENCE, "");
        }

        var first = service.get("/v1/connections?limit=2").body();
        var second =
                service.get("/v1/connections?limit=2&cursor=" + first.path("nextCursor").asString())
                        .body();

        assertThat(names(first, "items", "phoneNumberId")).hasSize(2);
        assertThat(names(second, "items", "phoneNumberId"))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(names(first, "items", "phoneNumberId"));
    }

    private static List<String> names(JsonNode body, String list, String field) {
        return body.path(list).valueStream().map(item -> item.path(field).asString()).toList();
    }

    private static String kind(Answer problem) {
        String type = problem.body().path("type").asString();
        return type.substring(type.lastIndexOf('/') + 1);
    }

    private static String path(SimulatedNumber number) {
        return "/v1/connections/" + number.phoneNumberId();
    }

    private static Answer start(SimulatedNumber number, SignUpMode mode) {
        return service.post(
                "/v1/signups",
                "{\"mode\": \""
                        + mode
                        + "\", \"phoneNumber\": \""
                        + number.displayPhoneNumber()
                        + "\"}");
    }

    private static Answer signUp(SimulatedNumber number, SignUpMode mode, String more) {
        // The simulator's clock may have been moved; codes live by it.
        service.bean(ServiceClock.class).follow();
        var started = start(number, mode);
        assertThat(started.status()).as("%s", started).isEqualTo(201);
        return complete(number, started, mode, more);
    }

    private static Answer complete(
            SimulatedNumber number, Answer started, SignUpMode mode, String more) {
        var popup = service.meta.signUp(number.phoneNumberId(), mode);
        return service.post(
                "/v1/signups/" + started.body().path("signupId").asString() + "/complete",
                "{\"code\": \""
                        + popup.code()
                        + "\", \"sessionEvent\": "
                        + popup.sessionEvent()
                        + more
                        + "}");
    }

    private static Connection published(SimulatedNumber number, ConnectionStatus state) {
        return await().atMost(SOON)
                .until(
                        () -> connections.events(Topics.CONNECTIONS, number.phoneNumberId()),
                        records -> !records.isEmpty() && records.getLast().getState() == state)
                .getLast();
    }

    private static List<Integer> warnings(SimulatedNumber number) {
        return connections.events(Topics.CONNECTIONS, number.phoneNumberId()).stream()
                .map(Connection::getInactivityWarningDays)
                .toList();
    }

    private static void awaitSync(SimulatedNumber number, String status, int percent) {
        await().atMost(SOON)
                .untilAsserted(() -> {
                    var history = service.get(path(number)).body().path("sync").path("history");
                    assertThat(history.path("status").asString()).isEqualTo(status);
                    assertThat(history.path("progress").asInt()).isEqualTo(percent);
                });
    }

    private static <T extends SpecificRecord> void publish(Topic<T> topic, String key, T event) {
        service.bean(EventPublisher.class).publish(topic, key, event).join();
    }

    private static Instant clock() {
        return service.meta.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static AccountEvent account(SimulatedNumber number, String event) {
        return AccountEvent.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setWabaId(number.wabaId())
                .setField("account_update")
                .setEvent(event)
                .setJson("{\"event\":\"" + event + "\"}")
                .setOccurredAt(clock())
                .setReceivedAt(clock())
                .build();
    }

    private static EchoMessage echo(SimulatedNumber number, Instant at) {
        return EchoMessage.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setPhoneNumberId(number.phoneNumberId())
                .setWamid("wamid." + UUID.randomUUID())
                .setTo(Identity.newBuilder().build())
                .setType("text")
                .setJson("{}")
                .setOccurredAt(at)
                .setReceivedAt(at)
                .build();
    }

    private static HistoryEvent progress(SimulatedNumber number, int percent) {
        return HistoryEvent.newBuilder()
                .setEventId(UUID.randomUUID().toString())
                .setPhoneNumberId(number.phoneNumberId())
                .setKind(HistoryKind.PROGRESS)
                .setProgress(
                        HistoryProgress.newBuilder()
                                .setPhase(0)
                                .setChunkOrder(1)
                                .setProgress(percent)
                                .build())
                .setReceivedAt(clock())
                .build();
    }

    private static String token(Connection record) {
        var encrypted = record.getEncryptedToken().orElseThrow();
        byte[] bytes = new byte[encrypted.remaining()];
        encrypted.duplicate().get(bytes);
        return service.cipher.decrypt(record.getPhoneNumberId(), bytes);
    }

    private static SimulatedNumber onTheApp() {
        return service.meta.addNumber(NumberSpec.onTheApp(next()));
    }

    private static SimulatedNumber fresh() {
        return service.meta.addNumber(NumberSpec.fresh(next()));
    }

    private static String next() {
        return "+1555010%04d".formatted(200 + ++numbers);
    }
}
