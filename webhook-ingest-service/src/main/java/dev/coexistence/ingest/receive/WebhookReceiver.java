package dev.coexistence.ingest.receive;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.IngestMetrics.Outcome;
import dev.coexistence.ingest.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Answers Meta. 200 is given by the broker's acknowledgement and by nothing else; nothing here
 * depends on what the body says.
 */
final class WebhookReceiver {
    /** From here on a body is hashed beside the event loop, which others need meanwhile. */
    private static final int LARGE_BODY_BYTES = 128 * 1024;

    /** An unread body up to this size is cheaper to read over than to open a new connection. */
    private static final long SMALL_REST_BYTES = 64 * 1024;

    private final Signatures signatures;
    private final Admission admission;
    private final RawLog rawLog;
    private final IngestMetrics metrics;
    private final Clocks clocks;

    /**
     * Who may come in and how many.
     *
     * @param verifyToken null where none is set: every verification is refused
     */
    record Admission(
            InFlight inFlight, ClientCertificates certificates, @Nullable String verifyToken) {}

    /** Wall time for the record, monotonic time for the latency. */
    record Clocks(InstantSource time, LongSupplier nanoTime) {}

    WebhookReceiver(
            Signatures signatures,
            Admission admission,
            RawLog rawLog,
            IngestMetrics metrics,
            Clocks clocks) {
        this.signatures = signatures;
        this.admission = admission;
        this.rawLog = rawLog;
        this.metrics = metrics;
        this.clocks = clocks;
    }

    /** Meta's challenge, when someone sets the webhook's address. */
    Mono<ServerResponse> verify(ServerRequest request) {
        String token = request.queryParam("hub.verify_token").orElse("");
        String challenge = request.queryParam("hub.challenge").orElse("");
        boolean subscribes = request.queryParam("hub.mode").filter("subscribe"::equals).isPresent();
        if (!subscribes || challenge.isEmpty()) {
            return Problems.answer(
                    Problems.problem(
                            HttpStatus.BAD_REQUEST,
                            "not-a-verification",
                            "Not a verification",
                            "hub.mode must be subscribe, and hub.challenge must be given"));
        }
        if (!isVerifyToken(token)) {
            return Problems.answer(
                    Problems.problem(
                            HttpStatus.FORBIDDEN,
                            "wrong-verify-token",
                            "Wrong verify token",
                            "hub.verify_token is not the one that META_VERIFY_TOKEN sets"));
        }
        return ServerResponse.ok().contentType(MediaType.TEXT_PLAIN).bodyValue(challenge);
    }

    Mono<ServerResponse> receive(ServerRequest request) {
        var reception = new Reception(admission.inFlight(), metrics, clocks.nanoTime());
        return Mono.defer(() -> admitted(request, reception)).doFinally(_ -> reception.ended());
    }

    private Mono<ServerResponse> admitted(ServerRequest request, Reception reception) {
        var headers = request.exchange().getRequest().getHeaders();
        long length = headers.getContentLength();
        if (!admission.certificates().accept(request.exchange().getRequest().getSslInfo())) {
            return refuse(reception, Outcome.CERTIFICATE, length, Refusals.CERTIFICATE);
        }
        var claim = Signatures.claim(headers.getFirst(Signatures.HEADER));
        if (claim == null) {
            return refuse(reception, Outcome.UNSIGNED, length, Refusals.UNSIGNED);
        }
        if (length > ReceiveSettings.MAX_BODY_BYTES) {
            return refuse(reception, Outcome.TOO_LARGE, length, Refusals.TOO_LARGE);
        }
        if (!rawLog.available()) {
            return unavailable(reception, Outcome.UNAVAILABLE, length);
        }
        if (!reception.admit(length < 0 ? ReceiveSettings.MAX_BODY_BYTES : length)) {
            return unavailable(reception, Outcome.OVERLOADED, length);
        }
        return body(request)
                .flatMap(bytes -> checked(bytes, claim, reception))
                .onErrorResume(
                        DataBufferLimitException.class,
                        _ -> refuse(reception, Outcome.TOO_LARGE, -1, Refusals.TOO_LARGE));
    }

    private static Mono<byte[]> body(ServerRequest request) {
        return DataBufferUtils.join(
                        request.exchange().getRequest().getBody(), ReceiveSettings.MAX_BODY_BYTES)
                .map(WebhookReceiver::bytes)
                .defaultIfEmpty(new byte[0]);
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private Mono<ServerResponse> checked(
            byte[] bytes, Signatures.Claim claim, Reception reception) {
        if (bytes.length < LARGE_BODY_BYTES) {
            return kept(bytes, claim, reception);
        }
        return Mono.defer(() -> kept(bytes, claim, reception)).subscribeOn(Schedulers.parallel());
    }

    private Mono<ServerResponse> kept(byte[] bytes, Signatures.Claim claim, Reception reception) {
        String keyId = signatures.signer(claim, bytes);
        if (keyId == null) {
            return refuse(reception, Outcome.BAD_SIGNATURE, 0, Refusals.BAD_SIGNATURE);
        }
        reception.handOver();
        var appended = rawLog.append(new SignedBody(bytes, keyId, clocks.time().instant()));
        return Mono.fromFuture(appended.whenComplete((_, _) -> reception.release()), true)
                .flatMap(result ->
                        switch (result) {
                            case ACKNOWLEDGED -> {
                                reception.accepted(bytes.length);
                                yield ServerResponse.ok().build();
                            }
                            case UNCONFIRMED -> unavailable(reception, Outcome.UNAVAILABLE, 0);
                        });
    }

    private static Mono<ServerResponse> refuse(
            Reception reception, Outcome outcome, long unread, ProblemDetail problem) {
        reception.ended(outcome);
        return answer(problem, unread);
    }

    private static Mono<ServerResponse> unavailable(
            Reception reception, Outcome outcome, long unread) {
        reception.ended(outcome);
        return answer(Refusals.UNAVAILABLE, unread);
    }

    /**
     * @param unread bytes of the body that nobody will read; negative where unknown
     */
    private static Mono<ServerResponse> answer(ProblemDetail problem, long unread) {
        boolean close = unread < 0 || unread > SMALL_REST_BYTES;
        return ServerResponse.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .headers(headers -> {
                    if (close) {
                        headers.set(HttpHeaders.CONNECTION, "close");
                    }
                })
                .bodyValue(problem);
    }

    private boolean isVerifyToken(String token) {
        String expected = admission.verifyToken();
        return expected != null
                && !expected.isBlank()
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8),
                        token.getBytes(StandardCharsets.UTF_8));
    }
}
