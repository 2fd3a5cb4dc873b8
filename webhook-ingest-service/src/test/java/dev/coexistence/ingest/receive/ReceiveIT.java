package dev.coexistence.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.ingest.RunningIngest;
import dev.coexistence.ingest.Samples;
import dev.coexistence.ingest.Signed;
import dev.coexistence.ingest.TopicReader;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.RawWebhookHeaders;
import dev.coexistence.schemas.Topics;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReceiveIT {
    private static final LocalStack STACK = LocalStack.shared();

    private final RunningIngest ingest = RunningIngest.shared();
    private final TopicReader topics =
            new TopicReader(STACK.bootstrapServers(), STACK.registryUrl());

    @Test
    void keepsTheBytesUntouchedAndSplitsThem() throws Exception {
        String body = Samples.textWebhook("wamid.RECEIVE1", "caf\\u00e9 \\/ <b>");

        var answer = ingest.postSigned(body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        var raw =
                topics.records(Topics.WEBHOOKS).stream()
                        .filter(record -> text(record.value()).contains("wamid.RECEIVE1"))
                        .toList();
        assertThat(raw).hasSize(1);
        assertThat(text(raw.getFirst().value())).isEqualTo(body);
        assertThat(raw.getFirst().key()).isEqualTo(Samples.NUMBER);
        assertThat(
                        text(
                                raw.getFirst()
                                        .headers()
                                        .lastHeader(RawWebhookHeaders.SIGNING_KEY_ID)
                                        .value()))
                .isEqualTo("new");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(
                                        topics.events(
                                                Topics.INBOUND_MESSAGES,
                                                event -> event.getWamid().equals("wamid.RECEIVE1")))
                                .singleElement()
                                .satisfies(event ->
                                        assertThat(event.getPreview()).hasValue("café / <b>")));
    }

    @Test
    void refusesWhatIsNotSignedAndKeepsNothing() throws Exception {
        byte[] body = Samples.bytes(Samples.textWebhook("wamid.FORGED", "x"));

        assertThat(ingest.post(body, Signed.header(body, "wrong")).statusCode()).isEqualTo(401);
        assertThat(ingest.post(body, "sha256=zz").statusCode()).isEqualTo(401);
        var unsigned =
                ingest.send(
                        HttpRequest.newBuilder(ingest.uri("/webhooks/whatsapp"))
                                .POST(BodyPublishers.ofByteArray(body)));
        assertThat(unsigned.statusCode()).isEqualTo(401);
        assertThat(unsigned.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");

        assertThat(topics.records(Topics.WEBHOOKS))
                .noneMatch(record -> text(record.value()).contains("wamid.FORGED"));
    }

    @Test
    void answersMetasChallenge() throws Exception {
        String right =
                "/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";

        assertThat(ingest.get(right + RunningIngest.VERIFY_TOKEN).body()).isEqualTo("1158201444");
        assertThat(ingest.get(right + "guess").statusCode()).isEqualTo(403);
        assertThat(ingest.get("/webhooks/whatsapp").statusCode()).isEqualTo(400);
    }

    @Test
    void answers503WhileTheBrokerIsAwayAndStoresTheRetryOnce() throws Exception {
        String body = Samples.textWebhook("wamid.AWAY", "later");
        STACK.stopBroker();
        int away;
        try {
            away = ingest.postSigned(body).statusCode();
        } finally {
            STACK.startBroker();
        }
        ingest.awaitReady();

        int back = ingest.postSigned(body).statusCode();

        assertThat(away).isEqualTo(503);
        assertThat(back).isEqualTo(200);
        assertThat(topics.records(Topics.WEBHOOKS))
                .filteredOn(record -> text(record.value()).contains("wamid.AWAY"))
                .hasSize(1);
    }

    @Test
    void refusesBeforeTheBodyIsSent() throws Exception {
        String head =
                "POST /webhooks/whatsapp HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n%s\r\n";
        String signature = "X-Hub-Signature-256: sha256=" + "0".repeat(64) + "\r\n";

        assertThat(statusLine(head.formatted(1_000, ""))).contains(" 401 ");
        assertThat(statusLine(head.formatted(5_000_000, signature))).contains(" 413 ");
    }

    /** Sends only the head of a request and reads the first line of the answer. */
    private String statusLine(String head) throws Exception {
        var uri = ingest.uri("/");
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            var lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            return String.valueOf(lines.readLine());
        }
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
