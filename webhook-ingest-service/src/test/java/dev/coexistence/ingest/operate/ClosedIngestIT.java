package dev.coexistence.ingest.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.SignedJWT;
import dev.coexistence.access.Caller;
import dev.coexistence.access.Role;
import dev.coexistence.access.kit.RouteMatrix;
import dev.coexistence.access.kit.RouteRows;
import dev.coexistence.access.kit.TestIssuer;
import dev.coexistence.ingest.RunningIngest;
import dev.coexistence.ingest.Samples;
import dev.coexistence.ingest.Signed;
import dev.coexistence.ingest.TopicReader;
import dev.coexistence.ingest.TopicWriter;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.Topics;
import dev.coexistence.schemas.events.AuditEntry;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

/** A closed service: operators alone see the past, and Meta needs no more than its signature. */
class ClosedIngestIT {
    private static final LocalStack STACK = LocalStack.shared();
    private static final TestIssuer ISSUER = TestIssuer.start();
    private static final String PUBLIC_NAME = "hooks.example";

    private static final String NO_ID =
            "\"messages\":[{\"type\":\"text\",\"text\":{\"body\":\"no id\"}}]";

    private static RunningIngest ingest;
    private static TopicWriter writer;

    @BeforeAll
    static void start() {
        ingest = RunningIngest.start(STACK, ISSUER.arguments());
        ingest.awaitReady();
        writer = new TopicWriter(STACK.bootstrapServers(), STACK.registryUrl());
    }

    @AfterAll
    static void stop() {
        writer.close();
        ingest.close();
        ISSUER.close();
    }

    @Test
    void everyRouteHasARowAndEveryRowARoute() {
        var rows = RouteRows.of(ingest.context());

        assertThat(rows.missingRows()).isEmpty();
        assertThat(rows.surplusRows("GET /webhooks/whatsapp", "POST /webhooks/whatsapp")).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> everyRowAnswersEachKindOfCredentials() {
        return new RouteMatrix(ingest.context(), ISSUER, ingest.uri(""))
                .sample("partition", "0")
                .sample("offset", "99999999")
                .sample("id", "unknown")
                .tests()
                // Open to every caller, yet the signature is missing: see the test below.
                .filter(cell -> !cell.getDisplayName().equals("POST /webhooks/whatsapp NONE"));
    }

    @Test
    void metasPathNeedsASignatureAndNoCallerByWhateverNameItIsAsked() throws Exception {
        double refused = refusals();
        String webhook = Samples.textWebhook("wamid.CLOSED", "x");

        assertThat(ingest.postSigned(webhook).statusCode()).isEqualTo(200);
        assertThat(ingest.post(Samples.bytes(webhook), "sha256=00").statusCode()).isEqualTo(401);
        assertThat(post(PUBLIC_NAME, webhook)).contains(" 200 ");
        assertThat(
                        get(
                                PUBLIC_NAME,
                                "/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=77&hub.verify_token="
                                        + RunningIngest.VERIFY_TOKEN,
                                ""))
                .contains(" 200 ")
                .endsWith("77");
        assertThat(refusals()).as("nothing of this met the filters of access").isEqualTo(refused);
    }

    @Test
    void operatorsAreAskedByTheServicesOwnNamesOnly() throws Exception {
        String token = "Authorization: Bearer " + ISSUER.operator() + "\r\n";

        assertThat(get("localhost", "/v1/dead-letters?limit=1", token)).contains(" 200 ");
        assertThat(get(PUBLIC_NAME, "/v1/dead-letters?limit=1", token)).contains(" 421 ");
    }

    @Test
    void theOwnerOfATenantSeesNothingOfIt() throws Exception {
        var answer = asked("/v1/dead-letters", ISSUER.person("north", Role.OWNER));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("operate");
    }

    @Test
    void theAuditKeepsWhoReadAWholeBodyAndWhoOnlySawItsShapeIsNotWritten() throws Exception {
        var at = webhook("wamid.LOOKED-AT");
        String place = "/v1/webhooks/" + at.partition() + "/" + at.offset();

        assertThat(asked(place, ISSUER.operator()).body()).doesNotContain("secret words");
        assertThat(entries(at)).isEmpty();
        assertThat(asked(place + "?body=true", ISSUER.operator()).body()).contains("secret words");

        assertThat(entries(at))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.getAction()).isEqualTo("webhook.read");
                    assertThat(entry.getCallerKind()).isEqualTo(Caller.Kind.PERSON.name());
                    assertThat(entry.getCallerName()).isEqualTo("Operator");
                    assertThat(entry.getAddress()).hasValue("127.0.0.1");
                    assertThat(entry.getTenant()).isEmpty();
                    assertThat(entry.toString()).doesNotContain("secret words");
                });
    }

    @Test
    void theAuditKeepsWhoReplayedWhat() throws Exception {
        var at = webhook("wamid.REPLAYED");
        var request =
                "{\"partition\":%d,\"fromOffset\":%d,\"toOffset\":%d,\"dryRun\":true}"
                        .formatted(at.partition(), at.offset(), at.offset() + 1);

        var answer =
                ingest.send(
                        HttpRequest.newBuilder(ingest.uri("/v1/replays"))
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + ISSUER.operator())
                                .POST(BodyPublishers.ofString(request)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(audit())
                .filteredOn(entry -> entry.getAction().equals("webhook.replay"))
                .anySatisfy(entry -> {
                    assertThat(entry.getCallerName()).isEqualTo("Operator");
                    assertThat(entry.getAfter())
                            .hasValue(
                                    "partition %d, offsets %d to %d, dry run"
                                            .formatted(
                                                    at.partition(), at.offset(), at.offset() + 1));
                });
    }

    @Test
    void theAuditKeepsWhoSentADeadLetterAgainFromWhereAndWithWhichLogIn() throws Exception {
        writer.webhook("closed", Samples.bytes(Samples.webhook("messages", Samples.value(NO_ID))));
        String operator = ISSUER.operator();
        String place =
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> placeOfLetter(operator), found -> !found.isEmpty());
        String path = "/v1/dead-letters/" + place + "/redrive";

        var refused = posted(path, ISSUER.person("north", Role.OWNER));
        var answer = posted(path, operator);
        var all = posted("/v1/dead-letters/redrive?reason=NO_SUCH_REASON&limit=7", operator);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("SPLIT_AGAIN");
        assertThat(all.statusCode()).as(all.body()).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(403);
        var subject = SignedJWT.parse(operator).getJWTClaimsSet().getSubject();
        var objects = List.of(place.replace('/', '@'), "NO_SUCH_REASON");
        // The matrix of routes has asked for places of its own.
        assertThat(redrives())
                .filteredOn(entry -> objects.contains(entry.getObject()))
                .hasSize(2)
                .extracting(AuditEntry::getObject)
                .containsAll(objects);
        assertThat(redrives())
                .filteredOn(entry -> objects.contains(entry.getObject()))
                .allSatisfy(entry -> {
                    assertThat(entry.getCallerKind()).isEqualTo(Caller.Kind.PERSON.name());
                    assertThat(entry.getCallerId()).isEqualTo(subject);
                    assertThat(entry.getCallerName()).isEqualTo("Operator");
                    assertThat(entry.getAddress()).hasValue("127.0.0.1");
                    assertThat(entry.getTenant()).isEmpty();
                })
                .anySatisfy(entry -> assertThat(entry.getAfter()).hasValue("at most 7"));
    }

    @Test
    void aCommandIsTheUsersOfTheOperatingSystem() throws Exception {
        var at = webhook("wamid.COMMANDED");

        RunningIngest.command(STACK)
                .run("show", "" + at.partition(), "" + at.offset(), "--body")
                .close();

        assertThat(entries(at))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.getCallerId()).isEqualTo("command-line");
                    assertThat(entry.getCallerName()).isEqualTo(System.getProperty("user.name"));
                    assertThat(entry.getAddress()).isEmpty();
                });
    }

    @Test
    void healthAndFiguresHaveAPortOfTheirOwnWithoutALogIn() throws Exception {
        assertThat(ingest.get("/actuator/health").statusCode()).isEqualTo(200);
        assertThat(ingest.get("/actuator/prometheus").statusCode()).isEqualTo(200);
        assertThat(ingest.get("/actuator/env").statusCode()).isEqualTo(404);
        assertThat(get("localhost", "/actuator/prometheus", "")).contains(" 404 ");
    }

    private static RecordMetadata webhook(String wamid) throws Exception {
        return writer.webhook("closed", Samples.bytes(Samples.textWebhook(wamid, "secret words")));
    }

    private static HttpResponse<String> asked(String path, String token) throws Exception {
        return ingest.send(
                HttpRequest.newBuilder(ingest.uri(path))
                        .header("Authorization", "Bearer " + token));
    }

    /** Partition and offset of a letter that waits; empty where none does. */
    private static String placeOfLetter(String operator) throws Exception {
        var letters =
                new JsonMapper()
                        .readTree(asked("/v1/dead-letters?reason=NO_WAMID", operator).body())
                        .path("items");
        return letters.isEmpty()
                ? ""
                : letters.path(0).path("partition") + "/" + letters.path(0).path("offset");
    }

    private static HttpResponse<String> posted(String path, String token) throws Exception {
        return ingest.send(
                HttpRequest.newBuilder(ingest.uri(path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.noBody()));
    }

    private static List<AuditEntry> redrives() {
        return audit().stream()
                .filter(entry -> entry.getAction().equals("dead-letter.redrive"))
                .filter(entry -> entry.getCallerName().equals("Operator"))
                .toList();
    }

    private static List<AuditEntry> entries(RecordMetadata at) {
        String object = at.partition() + "@" + at.offset();
        return audit().stream().filter(entry -> entry.getObject().equals(object)).toList();
    }

    private static List<AuditEntry> audit() {
        return new TopicReader(STACK.bootstrapServers(), STACK.registryUrl())
                .events(Topics.AUDIT, _ -> true);
    }

    private static double refusals() {
        return ingest.meters().find("access.refused").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static String post(String host, String body) throws Exception {
        byte[] bytes = Samples.bytes(body);
        return exchange(
                "POST /webhooks/whatsapp HTTP/1.1\r\nHost: %s\r\nX-Hub-Signature-256: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(host, Signed.header(bytes), bytes.length, body));
    }

    private static String get(String host, String path, String header) throws Exception {
        return exchange(
                "GET %s HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n"
                        .formatted(path, host, header));
    }

    /** Sends a request under a name of the test's choice, which Java's client does not do. */
    private static String exchange(String request) throws Exception {
        var uri = ingest.uri("/");
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            var answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
