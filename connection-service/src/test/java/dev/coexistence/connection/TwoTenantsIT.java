package dev.coexistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.access.Role;
import dev.coexistence.access.Scope;
import dev.coexistence.access.kit.TestIssuer;
import dev.coexistence.connection.RunningService.Answer;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.Connection;
import dev.coexistence.simulator.number.NumberSpec;
import dev.coexistence.simulator.number.SignUpMode;
import dev.coexistence.simulator.number.SimulatedNumber;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two tenants and the platform's operator at one closed service. */
class TwoTenantsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static TestIssuer issuer;
    private static RunningService service;
    private static String north;
    private static String south;
    private static String operator;
    private static int numbers;

    @BeforeAll
    static void start() {
        issuer = TestIssuer.start();
        service = RunningService.start(RunningService.closedBy(issuer));
        north = issuer.person("north", Role.OWNER);
        south = issuer.person("south", Role.OWNER);
        operator = issuer.operator();
    }

    @AfterAll
    static void stop() {
        service.close();
        issuer.close();
    }

    @Test
    void whatIsAnothersAnswersAsWhatDoesNotExist() {
        var number = onTheApp();
        String signUp = signUp(north, number);
        String connection = "/v1/connections/" + number.phoneNumberId();

        for (String path : List.of("", "/history", "/mode-switch-plan")) {
            assertNotThere("GET", connection + path, "/v1/connections/90000" + path, null);
        }
        assertNotThere("POST", connection + "/test", "/v1/connections/90000/test", "{}");
        assertNotThere(
                "POST", connection + "/disconnect", "/v1/connections/90000/disconnect", "{}");
        assertNotThere(
                "POST", connection + "/app-opened", "/v1/connections/90000/app-opened", "{}");
        assertNotThere(
                "PUT",
                connection + "/mode",
                "/v1/connections/90000/mode",
                "{\"mode\": \"FULL_MIGRATION\"}");
        String own = "/v1/signups/" + signUp;
        String none = "/v1/signups/" + UUID.randomUUID();
        assertNotThere("GET", own, none, null);
        assertNotThere("DELETE", own, none, null);
        assertNotThere("POST", own + "/acknowledgement", none + "/acknowledgement", "{}");
        assertNotThere("POST", own + "/resume", none + "/resume", "{}");
        assertNotThere(
                "POST",
                own + "/complete",
                none + "/complete",
                "{\"code\": \"x\", \"sessionEvent\": {\"type\": \"WA_EMBEDDED_SIGNUP\","
                        + " \"event\": \"CANCEL\", \"data\": {}}}");
        for (String path :
                List.of("/v1/connections", "/v1/policies/meta-2026-09/impact", "/v1/audit")) {
            assertThat(service.ask(south, "GET", path, null).body().toString())
                    .as(path)
                    .doesNotContain(number.phoneNumberId(), signUp);
        }
        assertThat(service.ask(north, "GET", connection, null).body().path("state").asString())
                .isEqualTo("CONNECTED");
    }

    @Test
    void aNumberCarriesItsTenantAndTheNameOfWhoSignedItUp() {
        var number = onTheApp();
        var started =
                service.ask(
                        north,
                        "POST",
                        "/v1/signups",
                        "{\"mode\": \"COEXISTENCE\", \"acknowledgedBy\": \"Mallory\", \"phoneNumber\": \""
                                + number.displayPhoneNumber()
                                + "\"}");
        assertThat(started.body().path("acknowledged").asBoolean()).isTrue();
        complete(north, number, started.body().path("signupId").asString());
        String path = "/v1/connections/" + number.phoneNumberId();

        assertThat(service.ask(north, "GET", path, null).body().path("tenant").asString())
                .isEqualTo("north");
        try (var topic = new TopicReader(Topics.CONNECTIONS)) {
            var events =
                    await().atMost(SOON)
                            .until(
                                    () ->
                                            topic.<Connection>events(
                                                    Topics.CONNECTIONS, number.phoneNumberId()),
                                    list -> !list.isEmpty());
            assertThat(events)
                    .allSatisfy(event -> assertThat(event.getTenant()).isEqualTo("north"));
        }
        service.ask(north, "POST", path + "/disconnect", "{\"name\": \"Mallory\"}");
        assertThat(service.ask(north, "GET", path + "/history", null).body().toString())
                .contains("by Person of north")
                .doesNotContain("Mallory");
        assertThat(awaitAudit(north, number.phoneNumberId(), "connection.disconnect"))
                .doesNotContain("Mallory");
    }

    @Test
    void anOperatorSeesAllAndItIsWrittenDown() {
        var theirs = onTheApp();
        var others = onTheApp();
        signUp(north, theirs);
        signUp(south, others);

        var seen = service.ask(operator, "GET", "/v1/connections", null).body().toString();
        service.ask(operator, "GET", "/v1/connections/" + theirs.phoneNumberId(), null);

        assertThat(seen).contains(theirs.phoneNumberId(), others.phoneNumberId());
        assertThat(awaitAudit(north, theirs.phoneNumberId(), "connection.look"))
                .contains("Operator");
        assertThat(service.ask(south, "GET", "/v1/audit?limit=500", null).body().toString())
                .doesNotContain(theirs.phoneNumberId());
    }

    @Test
    void onlyAnOperatorMovesANumber() {
        var number = onTheApp();
        signUp(north, number);
        String path = "/v1/connections/" + number.phoneNumberId();
        String wish = "{\"tenant\": \"south\"}";

        var refused = service.ask(north, "PUT", path + "/tenant", wish);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body().toString()).contains("operate");
        assertThat(service.ask(operator, "PUT", path + "/tenant", "{\"tenant\": \" \"}").status())
                .isEqualTo(400);

        assertThat(service.ask(operator, "PUT", path + "/tenant", wish).status()).isEqualTo(200);

        assertThat(service.ask(north, "GET", path, null).status()).isEqualTo(404);
        assertThat(service.ask(south, "GET", path, null).status()).isEqualTo(200);
        assertThat(awaitAudit(south, number.phoneNumberId(), "connection.move"))
                .doesNotContain("north");
        assertThat(awaitAudit(operator, number.phoneNumberId(), "connection.move"))
                .contains("north", "south");
    }

    @Test
    void onlyAnOperatorSignsUpForAnotherTenantWhichHasBothTenantsInTheAudit() {
        var number = onTheApp();
        String wish =
                "{\"mode\": \"COEXISTENCE\", \"tenant\": \"south\", \"phoneNumber\": \""
                        + number.displayPhoneNumber()
                        + "\"}";

        var refused = service.ask(north, "POST", "/v1/signups", wish);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body().path("scopes").toString()).contains("operate");
        assertThat(
                        service.ask(operator, "POST", "/v1/signups", wish.replace("south", " "))
                                .status())
                .isEqualTo(400);

        var started = service.ask(operator, "POST", "/v1/signups", wish);
        assertThat(started.status()).isEqualTo(201);
        String signUp = started.body().path("signupId").asString();

        assertThat(service.ask(north, "GET", "/v1/signups/" + signUp, null).status())
                .isEqualTo(404);
        assertThat(service.ask(south, "GET", "/v1/signups/" + signUp, null).status())
                .isEqualTo(200);
        complete(south, number, signUp);
        assertThat(
                        service.ask(south, "GET", "/v1/connections/" + number.phoneNumberId(), null)
                                .body()
                                .path("tenant")
                                .asString())
                .isEqualTo("south");
        assertThat(awaitAudit(south, signUp, "connection.sign-up")).contains("Operator");
        assertThat(platformEntry("connection.sign-up", signUp))
                .contains("\"before\":\"default\"", "\"after\":\"south\"", "Operator");
        assertThat(service.ask(north, "GET", "/v1/audit?limit=500", null).body().toString())
                .doesNotContain(signUp);
    }

    @Test
    void onlyAnOperatorMakesAKeyForAnotherTenantWhichHasBothTenantsInTheAudit() {
        String wish =
                "{\"name\": \"help\", \"scopes\": [\"connections:read\"], \"tenant\": \"south\"}";

        assertThat(service.ask(north, "POST", "/v1/keys", wish).status()).isEqualTo(403);
        var own = service.ask(south, "POST", "/v1/keys", wish);
        assertThat(own.status()).as("a tenant that names itself").isEqualTo(201);
        var made = service.ask(operator, "POST", "/v1/keys", wish);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().path("tenant").asString()).isEqualTo("south");
        String id = made.body().path("keyId").asString();

        assertThat(service.ask(south, "GET", "/v1/keys", null).body().toString()).contains(id);
        assertThat(awaitAudit(south, id, "api-key.create")).contains("Operator");
        assertThat(platformEntry("api-key.create", id))
                .contains("\"before\":\"default\"", "\"after\":\"south\"", "Operator");
    }

    /** The platform's own entry of an act, which names no tenant as its owner. */
    private static String platformEntry(String action, String object) {
        return await().atMost(SOON)
                .until(() -> findPlatformEntry(action, object), entry -> entry.contains(object));
    }

    private static String findPlatformEntry(String action, String object) {
        for (var entry :
                service.ask(operator, "GET", "/v1/audit?limit=500", null).body().path("items")) {
            if (entry.path("tenant").isNull()
                    && entry.path("action").asString().equals(action)
                    && entry.path("object").asString().equals(object)) {
                return entry.toString();
            }
        }
        return "";
    }

    @Test
    void aKeyOpensAndARevokedOneDoesNotWithinASecond() {
        var number = onTheApp();
        signUp(north, number);
        var made =
                service.ask(
                        north,
                        "POST",
                        "/v1/keys",
                        "{\"name\": \"shop\", \"scopes\": [\"connections:read\"]}");
        assertThat(made.status()).isEqualTo(201);
        String key = made.body().path("key").asString();
        String id = made.body().path("keyId").asString();
        String path = "/v1/connections/" + number.phoneNumberId();

        await().atMost(SOON).until(() -> service.ask(key, "GET", path, null).status() == 200);
        assertThat(service.ask(key, "POST", path + "/test", "{}").status()).isEqualTo(403);
        assertThat(service.ask(key, "GET", "/v1/keys", null).status()).isEqualTo(403);
        assertThat(service.ask(south, "DELETE", "/v1/keys/" + id, null).status()).isEqualTo(404);
        assertThat(service.ask(north, "GET", "/v1/keys", null).body().toString())
                .contains(id)
                .doesNotContain(key);
        assertThat(service.ask(south, "GET", "/v1/keys", null).body().toString())
                .doesNotContain(id);
        assertThat(service.ask(key, "GET", "/v1/keys", null).status()).isEqualTo(403);

        assertThat(service.ask(north, "DELETE", "/v1/keys/" + id, null).status()).isEqualTo(204);

        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> service.ask(key, "GET", path, null).status() == 401);
        assertThat(awaitAudit(north, id, "api-key.revoke")).contains("shop");
        assertThat(service.logs.list)
                .noneMatch(event -> String.valueOf(event.getKeyValuePairs()).contains(key));
    }

    @Test
    void keysAreRefusedForWhatTheirMakerCannotDo() {
        String developer = issuer.person("north", Role.DEVELOPER);

        var wide =
                service.ask(
                        developer,
                        "POST",
                        "/v1/keys",
                        "{\"name\": \"wide\", \"scopes\": [\"contacts:erase\"]}");
        assertThat(wide.status()).isEqualTo(422);
        assertThat(wide.body().path("type").asString()).endsWith("scope-not-held");
        for (int i = 0; i < 2; i++) {
            assertThat(makeKey("twins").status()).isEqualTo(201);
        }
        assertThat(makeKey("twins").status()).isEqualTo(409);
        assertThat(
                        service.ask(issuer.person("north", Role.VIEWER), "POST", "/v1/keys", "{}")
                                .status())
                .isEqualTo(403);
    }

    @Test
    void theAuditIsExportedAsASheetToThoseWhoMayReadIt() {
        var number = onTheApp();
        awaitAudit(north, signUp(north, number), "connection.complete");

        var sheet = service.ask(north, "GET", "/v1/audit?format=csv", null);

        assertThat(sheet.status()).isEqualTo(200);
        assertThat(sheet.type()).startsWith("text/csv");
        assertThat(service.responses.getLast())
                .startsWith("entryId,at,tenant")
                .contains("connection.sign-up,")
                .contains("Person of north");
        assertThat(
                        service.ask(issuer.person("north", Role.VIEWER), "GET", "/v1/audit", null)
                                .status())
                .isEqualTo(403);
        assertThat(
                        service.ask(
                                        issuer.person("north", Role.DEVELOPER),
                                        "GET",
                                        "/v1/audit?cursor=nonsense",
                                        null)
                                .status())
                .isEqualTo(400);
        assertThat(service.ask(north, "GET", "/v1/parked-events", null).status()).isEqualTo(403);
        assertThat(service.ask(operator, "GET", "/v1/parked-events", null).status()).isEqualTo(200);
        assertThat(
                        service.ask(
                                        issuer.program("north", Scope.CONNECTIONS_READ),
                                        "GET",
                                        "/v1/connections",
                                        null)
                                .status())
                .isEqualTo(200);
    }

    private static void assertNotThere(
            String method, String theirs, String nobodys, @Nullable String body) {
        var answer = service.ask(south, method, theirs, body);
        var missing = service.ask(south, method, nobodys, body);

        assertThat(answer.status()).as(method + " " + theirs).isEqualTo(404);
        assertThat(withoutPath(answer)).isEqualTo(withoutPath(missing));
    }

    private static String withoutPath(Answer answer) {
        var body = answer.body().deepCopy();
        ((tools.jackson.databind.node.ObjectNode) body).remove("instance");
        return body.toString();
    }

    private static Answer makeKey(String name) {
        return service.ask(
                north,
                "POST",
                "/v1/keys",
                "{\"name\": \"" + name + "\", \"scopes\": [\"messages:send\"]}");
    }

    private static String awaitAudit(String bearer, String object, String action) {
        return await().atMost(SOON)
                .until(() -> audited(bearer, object), entries -> entries.contains(action));
    }

    private static String audited(String bearer, String object) {
        return service.ask(bearer, "GET", "/v1/audit?limit=500", null)
                .body()
                .path("items")
                .valueStream()
                .filter(entry -> entry.path("object").asString().equals(object))
                .map(JsonNode::toString)
                .toList()
                .toString();
    }

    private static String signUp(String bearer, SimulatedNumber number) {
        var started =
                service.ask(
                        bearer,
                        "POST",
                        "/v1/signups",
                        "{\"mode\": \"COEXISTENCE\", \"phoneNumber\": \""
                                + number.displayPhoneNumber()
                                + "\"}");
        assertThat(started.status()).as("%s", started).isEqualTo(201);
        String id = started.body().path("signupId").asString();
        complete(bearer, number, id);
        return id;
    }

    private static void complete(String bearer, SimulatedNumber number, String signUp) {
        var popup = service.meta.signUp(number.phoneNumberId(), SignUpMode.COEXISTENCE);
        var completed =
                service.ask(
                        bearer,
                        "POST",
                        "/v1/signups/" + signUp + "/complete",
                        "{\"code\": \""
                                + popup.code()
                                + "\", \"sessionEvent\": "
                                + popup.sessionEvent()
                                + "}");
        assertThat(completed.status()).as("%s", completed).isEqualTo(200);
    }

    private static SimulatedNumber onTheApp() {
        return service.meta.addNumber(
                NumberSpec.onTheApp("+1555010%04d".formatted(8_000 + ++numbers)));
    }
}
