package dev.coexistence.ingest.receive;

import static dev.coexistence.ingest.receive.Endpoint.body;
import static dev.coexistence.ingest.receive.Endpoint.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.ingest.Samples;
import dev.coexistence.ingest.Signed;
import dev.coexistence.ingest.receive.RawLog.AppendOutcome;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class WebhookReceiverTest {
    private static final byte[] BODY = Samples.bytes(Samples.textWebhook("wamid.A", "hello"));

    private final Endpoint endpoint = new Endpoint();

    @Test
    void answers200WithoutABodyOnceTheLogHasAcknowledged() {
        var response = endpoint.postSigned(BODY);

        assertThat(status(response)).isEqualTo(200);
        assertThat(body(response)).isEmpty();
        assertThat(endpoint.log.bodies)
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.bytes()).isEqualTo(BODY);
                    assertThat(kept.keyId()).isEqualTo("new");
                });
        assertThat(endpoint.count("accepted")).isEqualTo(1);
        assertThat(endpoint.meters.counter("whatsapp.ingest.bytes").count()).isEqualTo(BODY.length);
        assertThat(endpoint.meters.timer("whatsapp.ingest.acknowledge").count()).isEqualTo(1);
    }

    @Test
    void acceptsEverySecretWhileTheyRotate() {
        assertThat(status(endpoint.post(BODY, Signed.header(BODY, Endpoint.OLD_SECRET))))
                .isEqualTo(200);

        assertThat(endpoint.log.bodies.getFirst().keyId()).isEqualTo("old");
    }

    @Test
    void takesABodyWhateverItSays() {
        for (byte[] body :
                new byte[][] {{}, {0}, Samples.bytes("no json"), {(byte) 0xFF, (byte) 0xFE}}) {
            assertThat(status(endpoint.postSigned(body))).isEqualTo(200);
        }
        assertThat(endpoint.log.bodies).hasSize(4);
    }

    @Test
    void refusesAWrongSignatureWithAProblem() {
        var response = endpoint.post(BODY, Signed.header(BODY, "not-ours"));

        assertThat(status(response)).isEqualTo(401);
        assertThat(response.getHeaders().getContentType())
                .isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(body(response)).contains("problems/bad-signature");
        assertThat(endpoint.log.bodies).isEmpty();
        assertThat(endpoint.count("bad_signature")).isEqualTo(1);
        assertThat(endpoint.inFlight.requests()).isZero();
        assertThat(endpoint.inFlight.bytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256=",
                "sha1=0000000000000000000000000000000000000000",
                "sha256=zz00000000000000000000000000000000000000000000000000000000000000",
                "sha256=00000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000000"
            })
    void refusesAMalformedSignatureWithoutReadingTheBody(String signature) {
        var request =
                MockServerHttpRequest.post("/webhooks/whatsapp")
                        .header(SignatureVerifier.HEADER, signature)
                        .contentLength(10)
                        .body(unreadable());

        assertThat(status(endpoint.send(request))).isEqualTo(401);
        assertThat(endpoint.count("unsigned")).isEqualTo(1);
    }

    @Test
    void refusesTooLargeABodyByItsLengthWithoutReadingIt() {
        var request =
                MockServerHttpRequest.post("/webhooks/whatsapp")
                        .header(SignatureVerifier.HEADER, Signed.header(BODY))
                        .contentLength(ReceiveSettings.MAX_BODY_BYTES + 1L)
                        .body(unreadable());

        var response = endpoint.send(request);

        assertThat(status(response)).isEqualTo(413);
        assertThat(response.getHeaders().getFirst("Connection")).isEqualTo("close");
        assertThat(endpoint.count("too_large")).isEqualTo(1);
    }

    @Test
    void refusesTooLargeABodyWhileItComesInWithoutALength() {
        Flux<DataBuffer> parts =
                Flux.range(0, 5)
                        .map(_ ->
                                DefaultDataBufferFactory.sharedInstance.wrap(
                                        new byte[1024 * 1024]));
        var request =
                MockServerHttpRequest.post("/webhooks/whatsapp")
                        .header(SignatureVerifier.HEADER, Signed.header(BODY))
                        .body(parts);

        assertThat(status(endpoint.send(request))).isEqualTo(413);
        assertThat(endpoint.inFlight.bytes()).isZero();
        assertThat(endpoint.inFlight.requests()).isZero();
    }

    @Test
    void takesABodyOfExactlyTheLimit() {
        assertThat(status(endpoint.postSigned(new byte[ReceiveSettings.MAX_BODY_BYTES])))
                .isEqualTo(200);
    }

    @Test
    void countsABodyThatStopsInTheMiddleAsAbandoned() {
        var first = DefaultDataBufferFactory.sharedInstance.wrap(new byte[] {1, 2, 3});
        var request =
                MockServerHttpRequest.post("/webhooks/whatsapp")
                        .header(SignatureVerifier.HEADER, Signed.header(BODY))
                        .contentLength(10)
                        .body(Flux.concat(Flux.just(first), Flux.error(new IOException("gone"))));

        assertThat(status(endpoint.send(request))).isEqualTo(408);
        assertThat(endpoint.count("abandoned")).isEqualTo(1);
        assertThat(endpoint.inFlight.bytes()).isZero();
        assertThat(endpoint.inFlight.requests()).isZero();
    }

    @Test
    void answers500AndHoldsNothingWhereItFailsItself() {
        endpoint.log.defect = true;

        var response = endpoint.postSigned(BODY);

        assertThat(status(response)).isEqualTo(500);
        assertThat(body(response)).contains("problems/failed").doesNotContain("a defect of");
        assertThat(endpoint.count("failed")).isEqualTo(1);
        assertThat(endpoint.inFlight.bytes()).isZero();
        assertThat(endpoint.inFlight.requests()).isZero();
    }

    @Test
    void answers503AtOnceWhileTheBrokerIsAway() {
        endpoint.log.away = true;

        var response = endpoint.postSigned(BODY);

        assertThat(status(response)).isEqualTo(503);
        assertThat(body(response)).contains("problems/unavailable");
        assertThat(endpoint.log.bodies).isEmpty();
        assertThat(endpoint.count("unavailable")).isEqualTo(1);
    }

    @Test
    void never200WithoutTheBrokersAcknowledgement() {
        endpoint.log.answer = CompletableFuture.completedFuture(AppendOutcome.UNCONFIRMED);

        assertThat(status(endpoint.postSigned(BODY))).isEqualTo(503);
        assertThat(endpoint.count("accepted")).isZero();
        assertThat(endpoint.inFlight.requests()).isZero();
    }

    @Test
    void answers503WhereTheBoundIsReached() {
        var full = new Endpoint(new InFlightLimiter(new InFlightLimiter.Bounds(0, 1 << 20, 0)));
        var heavy =
                new Endpoint(
                        new InFlightLimiter(new InFlightLimiter.Bounds(10, BODY.length - 1, 0)));

        assertThat(status(full.postSigned(BODY))).isEqualTo(503);
        assertThat(status(heavy.postSigned(BODY))).isEqualTo(503);
        assertThat(full.count("overloaded")).isEqualTo(1);
        assertThat(heavy.count("overloaded")).isEqualTo(1);
        assertThat(heavy.inFlight.requests()).isZero();
    }

    @Test
    void holdsItsRoomUntilTheBrokerAnswersEvenIfTheClientIsGone() {
        endpoint.log.answer = new CompletableFuture<>();
        var request =
                MockServerHttpRequest.post("/webhooks/whatsapp")
                        .header(SignatureVerifier.HEADER, Signed.header(BODY))
                        .contentLength(BODY.length)
                        .body(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(BODY)));

        var gone = endpoint.begin(request);
        gone.dispose();

        assertThat(endpoint.count("abandoned")).isEqualTo(1);
        assertThat(endpoint.inFlight.bytes()).isEqualTo(BODY.length);
        endpoint.log.answer.complete(AppendOutcome.ACKNOWLEDGED);
        assertThat(endpoint.inFlight.bytes()).isZero();
        assertThat(endpoint.inFlight.requests()).isZero();
    }

    @Test
    void countsEveryRequestOnce() {
        endpoint.postSigned(BODY);
        endpoint.post(BODY, "sha256=");
        endpoint.post(BODY, Signed.header(BODY, "not-ours"));
        endpoint.log.away = true;
        endpoint.postSigned(BODY);

        double all =
                endpoint.meters.find("whatsapp.ingest.webhooks").counters().stream()
                        .mapToDouble(counter -> counter.count())
                        .sum();
        assertThat(all).isEqualTo(4);
    }

    @Test
    void answersTheChallengeOnlyToTheRightToken() {
        assertThat(body(verify("subscribe", "123", Endpoint.VERIFY_TOKEN))).isEqualTo("123");
        assertThat(status(verify("subscribe", "123", "guess"))).isEqualTo(403);
        assertThat(status(verify("unsubscribe", "123", Endpoint.VERIFY_TOKEN))).isEqualTo(400);
    }

    private MockServerHttpResponse verify(String mode, String challenge, String token) {
        return endpoint.send(
                MockServerHttpRequest.get(
                                "/webhooks/whatsapp?hub.mode={m}&hub.challenge={c}&hub.verify_token={t}",
                                mode,
                                challenge,
                                token)
                        .build());
    }

    private static Flux<DataBuffer> unreadable() {
        return Mono.<DataBuffer>error(new AssertionError("The body was read")).flux();
    }
}
