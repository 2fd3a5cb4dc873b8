package dev.coexistence.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.coexistence.access.Role;
import dev.coexistence.access.Scope;
import dev.coexistence.access.kit.RouteMatrix;
import dev.coexistence.access.kit.RouteRows;
import dev.coexistence.access.kit.TestIssuer;
import dev.coexistence.database.TenantTransactions;
import dev.coexistence.database.TenantView;
import dev.coexistence.schemas.events.SendOutcomeKind;
import dev.coexistence.simulator.Simulator;
import dev.coexistence.simulator.SimulatorSettings;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Two tenants and the platform's operators at one instance that asks everybody who they are. */
class TenantsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> READABLE =
            List.of(
                    "number",
                    "command",
                    "intent",
                    "hold",
                    "template",
                    "marketing_wish",
                    "request_key");

    private static TestIssuer issuer;
    private static Simulator meta;
    private static Stage stage;
    private static ConfigurableApplicationContext service;
    private static WebTestClient http;
    private static int numbers;

    @BeforeAll
    static void start() {
        issuer = TestIssuer.start();
        meta = Simulator.start(SimulatorSettings.defaults().withEnforceWindow(false));
        stage = new Stage(meta);
        for (String argument : issuer.arguments()) {
            String[] setting = argument.substring("--".length()).split("=", 2);
            stage.with(setting[0], setting[1]);
        }
        service = stage.start("closed");
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
        issuer.close();
    }

    @TestFactory
    Stream<DynamicTest> everyRouteAsksForWhatItsRowSays() {
        return new RouteMatrix(
                        service, issuer, URI.create("http://localhost:" + Stage.port(service)))
                .tests();
    }

    @Test
    void everyRouteHasARowAndEveryRowARoute() {
        var rows = RouteRows.of(service);

        assertThat(rows.missingRows()).isEmpty();
        assertThat(rows.surplusRows()).isEmpty();
    }

    @Test
    void aTenantSendsFromItsOwnNumbersAlone() {
        SimulatedNumber number = numberOf("north");
        String unknown = "900000000000000";

        String foreign = send("south", number.phoneNumberId(), "tenants-foreign", 404);
        String none = send("south", unknown, "tenants-none", 404);
        send("north", number.phoneNumberId(), "tenants-own", 202);

        assertThat(foreign.replace(number.phoneNumberId(), unknown)).isEqualTo(none);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stage.ends("tenants-own")).hasSize(1));
        assertThat(stage.ends("tenants-own").getFirst().getOutcome())
                .isEqualTo(SendOutcomeKind.ACCEPTED);
        assertThat(meta.arrivals(number.phoneNumberId())).hasSize(1);
        assertAudit("tenants-own", "Person of north message.send in north");
        assertThat(stage.audit("tenants-foreign")).isEmpty();
    }

    @Test
    void anothersCommandsAndQueuesAreAsIfTheyWereNotThere() {
        SimulatedNumber number = numberOf("north");
        String id = number.phoneNumberId();
        stage.command(
                Stage.text("tenants-waits", number, OneInstance.CUSTOMER)
                        .setNotBefore(java.time.Instant.now().plusSeconds(600))
                        .build());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> ask("north", "/v1/commands/tenants-waits").expectStatus().isOk());

        for (String path :
                List.of(
                        "/v1/commands/tenants-waits",
                        "/v1/commands/tenants-waits?phoneNumberId=" + id,
                        "/v1/queues/" + id)) {
            ask("north", path).expectStatus().isOk();
            ask("south", path).expectStatus().isNotFound();
        }
        cancel("south", "tenants-waits").expectStatus().isNotFound();
        assertThat(stage.ends("tenants-waits")).isEmpty();
        cancel("north", "tenants-waits").expectStatus().isAccepted();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(stage.ends("tenants-waits"))
                                .extracting(end -> end.getOutcome())
                                .containsExactly(SendOutcomeKind.CANCELLED));
        assertAudit("tenants-waits", "Person of north command.cancel in north");
    }

    @Test
    void onlyOnesOwnCommandsMakeAnIdAmbiguous() {
        SimulatedNumber north = numberOf("north");
        SimulatedNumber south = numberOf("south");
        send("north", north.phoneNumberId(), "tenants-same", 202);
        send("south", south.phoneNumberId(), "tenants-same", 202);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stage.ends("tenants-same")).hasSize(2));

        ask("north", "/v1/commands/tenants-same")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.phoneNumberId")
                .isEqualTo(north.phoneNumberId());
        askWith(issuer.operator(), "/v1/commands/tenants-same")
                .expectStatus()
                .isEqualTo(HttpStatus.CONFLICT);
    }

    @Test
    void whatAnOperatorLooksAtIsWrittenDownOnceADay() {
        SimulatedNumber number = numberOf("north");
        String id = number.phoneNumberId();
        String operator = issuer.operator();

        askWith(operator, "/v1/queues/" + id).expectStatus().isOk();
        askWith(operator, "/v1/queues/" + id).expectStatus().isOk();

        assertAudit(id, "Operator queue.look in north");
    }

    private static void assertAudit(String object, String entry) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stage.audit(object)).containsExactly(entry));
    }

    @Test
    void whatANumberSentStaysItsTenantsWhenItMoves() {
        SimulatedNumber number = numberOf("north");
        send("north", number.phoneNumberId(), "tenants-before", 202);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stage.ends("tenants-before")).hasSize(1));

        stage.connected(number, "south");

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        ask("south", "/v1/queues/" + number.phoneNumberId()).expectStatus().isOk());
        ask("north", "/v1/queues/" + number.phoneNumberId()).expectStatus().isNotFound();
        ask("south", "/v1/commands/tenants-before").expectStatus().isNotFound();
        ask("north", "/v1/commands/tenants-before").expectStatus().isOk();
    }

    @Test
    void aForgottenWhereLeaksNothing() {
        SimulatedNumber number = numberOf("north");
        send("north", number.phoneNumberId(), "tenants-wall", 202);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stage.ends("tenants-wall")).hasSize(1));
        var tenants = service.getBean(TenantTransactions.class);
        var database = service.getBean(JdbcTemplate.class);

        for (String table : READABLE) {
            String count = "select count(*) from " + table;
            assertThat(
                            tenants.within(
                                    TenantView.of("nobody"),
                                    () -> database.queryForObject(count, Long.class)))
                    .as(table)
                    .isZero();
        }
        for (String table : List.of("number", "command", "request_key")) {
            String count = "select count(*) from " + table;
            assertThat(
                            tenants.within(
                                    TenantView.of("north"),
                                    () -> database.queryForObject(count, Long.class)))
                    .as(table)
                    .isPositive();
        }
        for (String forbidden :
                List.of(
                        "select encrypted_token from number",
                        "select * from outbox",
                        "select * from erasure",
                        "select * from consumer_offset",
                        "update command set tenant = 'nobody'",
                        "delete from request_key")) {
            assertThatThrownBy(() ->
                            tenants.within(
                                    TenantView.of("nobody"),
                                    () -> {
                                        database.execute(forbidden);
                                        return true;
                                    }))
                    .as(forbidden)
                    .isInstanceOf(DataAccessException.class)
                    .hasStackTraceContaining("permission denied");
        }
    }

    /** Each word of one tenant's is looked for in every answer to the other. */
    @Test
    void noAnswerHoldsAnythingOfTheOtherTenant() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var north = new Story("north", numberOf("north"));
        var south = new Story("south", numberOf("south"));

        for (int step = 0; step < 80; step++) {
            Story mine = random.nextBoolean() ? north : south;
            Story other = mine == north ? south : north;
            Story aim = random.nextInt(3) == 0 ? mine : other;
            String answer = mine.doSomething(random, aim);
            assertThat(answer)
                    .as("seed %s, step %s of %s at %s", seed, step, mine.tenant, aim.tenant)
                    .doesNotContain("of-" + other.tenant);
        }

        assertThat(meta.arrivals(north.number.phoneNumberId()))
                .allMatch(arrival -> arrival.callbackData().contains("of-north"));
        assertThat(meta.arrivals(south.number.phoneNumberId()))
                .allMatch(arrival -> arrival.callbackData().contains("of-south"));
    }

    /** A tenant whose every id and word names it. */
    private static final class Story {
        private final String tenant;
        private final SimulatedNumber number;
        private final List<String> ids = new ArrayList<>();

        Story(String tenant, SimulatedNumber number) {
            this.tenant = tenant;
            this.number = number;
            send(tenant, number.phoneNumberId(), nextId(), 202);
        }

        private String nextId() {
            ids.add("story-" + ids.size() + "-of-" + tenant);
            return ids.getLast();
        }

        /**
         * Does it as this tenant to what is the other's or its own; the answer without its path.
         */
        String doSomething(Random random, Story aim) {
            String id = aim.ids.get(random.nextInt(aim.ids.size()));
            var answer =
                    switch (random.nextInt(5)) {
                        case 0 ->
                                post(
                                        tenant,
                                        aim.number.phoneNumberId(),
                                        "story-" + ids.size() + "-of-" + tenant);
                        case 1 -> ask(tenant, "/v1/commands/" + id);
                        case 2 ->
                                ask(
                                        tenant,
                                        "/v1/commands/"
                                                + id
                                                + "?phoneNumberId="
                                                + aim.number.phoneNumberId());
                        case 3 -> cancel(tenant, id);
                        default -> ask(tenant, "/v1/queues/" + aim.number.phoneNumberId());
                    };
            byte[] body = answer.expectBody().returnResult().getResponseBody();
            String text =
                    body == null ? "" : new String(body, java.nio.charset.StandardCharsets.UTF_8);
            // What was asked for comes back in a problem's instance and members.
            return text.replace(id, "asked");
        }
    }

    private static SimulatedNumber numberOf(String tenant) {
        var number = meta.addNumber(NumberSpec.fullMigration("+1555010" + (4000 + ++numbers)));
        stage.connected(number, tenant);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        ask(tenant, "/v1/queues/" + number.phoneNumberId()).expectStatus().isOk());
        return number;
    }

    private static WebTestClient.ResponseSpec ask(String tenant, String path) {
        return askWith(issuer.person(tenant, Role.OWNER), path);
    }

    private static WebTestClient.ResponseSpec askWith(String bearer, String path) {
        return http.get()
                .uri(URI.create("http://localhost:" + Stage.port(service) + path))
                .headers(headers -> headers.setBearerAuth(bearer))
                .exchange();
    }

    private static WebTestClient.ResponseSpec cancel(String tenant, String commandId) {
        return http.method(HttpMethod.DELETE)
                .uri("/v1/commands/" + commandId)
                .headers(headers -> headers.setBearerAuth(issuer.person(tenant, Role.OWNER)))
                .contentType(MediaType.APPLICATION_JSON)
                .exchange();
    }

    /** Sends as a person of the tenant; the answer's body. */
    private static String send(String tenant, String phoneNumberId, String key, int status) {
        String body =
                post(tenant, phoneNumberId, key)
                        .expectStatus()
                        .isEqualTo(status)
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody();
        return String.valueOf(body);
    }

    private static WebTestClient.ResponseSpec post(
            String tenant, String phoneNumberId, String key) {
        return http.post()
                .uri("/v1/messages")
                .headers(headers -> headers.setBearerAuth(issuer.person(tenant, Role.OWNER)))
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(
                        "{\"phoneNumberId\":\"%s\",\"to\":\"%s\",\"text\":{\"body\":\"words of-%s\"}}"
                                .formatted(phoneNumberId, OneInstance.CUSTOMER, tenant))
                .exchange();
    }

    /** A scope that a route names and nobody else's: a program sends without being a person. */
    @Test
    void aProgramSendsWithTheOneScopeAndNoAuditOfEachMessage() {
        SimulatedNumber number = numberOf("north");

        http.post()
                .uri("/v1/messages")
                .headers(headers ->
                        headers.setBearerAuth(issuer.program("north", Scope.MESSAGES_SEND)))
                .header("Idempotency-Key", "tenants-program")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(
                        "{\"phoneNumberId\":\"%s\",\"to\":\"%s\",\"text\":{\"body\":\"hello\"}}"
                                .formatted(number.phoneNumberId(), OneInstance.CUSTOMER))
                .exchange()
                .expectStatus()
                .isAccepted();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stage.ends("tenants-program")).hasSize(1));
        assertThat(stage.audit("tenants-program")).isEmpty();
    }
}
