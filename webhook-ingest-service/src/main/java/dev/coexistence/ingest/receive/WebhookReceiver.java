package dev.coexistence.ingest.receive;

import dev.coexistence.ingest.IngestMetrics.Outcome;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Receiver of Meta's webhooks. Only the broker's acknowledgement gives 200; nothing here depends on
 * what the body says.
 */
final class WebhookReceiver {
    private static final Logger log = LoggerFactory.getLogger(WebhookReceiver.class);

    /** From here on a body is hashed beside the event loop, which others need meanwhile. */
    private static final int LARGE_BODY_BYTES = 128 * 1024;

    private final ClientCertificates certificates;
    private final SignatureVerifier signatures;
    private final InFlightRequests inFlight;
    private final RawLog rawLog;
    private final InstantSource time;

    WebhookReceiver(
            ClientCertificates certificates,
            SignatureVerifier signatures,
            InFlightRequests inFlight,
            RawLog rawLog,
            InstantSource time) {
        this.certificates = certificates;
        this.signatures = signatures;
        this.inFlight = inFlight;
        this.rawLog = rawLog;
        this.time = time;
    }

    Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
        var open = inFlight.open(request);
        return Mono.defer(() -> admit(request, open))
                .flatMap(answer -> answer.writeTo(response))
                .doFinally(_ -> open.close());
    }

    private Mono<WebhookAnswer> admit(ServerHttpRequest request, InFlightRequest open) {
        var headers = request.getHeaders();
        long length = headers.getContentLength();
        if (!certificates.accept(request.getSslInfo())) {
            return refuse(
                    open, Outcome.CERTIFICATE, WebhookRefusals.CERTIFICATE.beforeBody(length));
        }
        var claim = SignatureVerifier.parseClaim(headers.getFirst(SignatureVerifier.HEADER));
        if (claim == null) {
            return refuse(open, Outcome.UNSIGNED, WebhookRefusals.UNSIGNED.beforeBody(length));
        }
        if (length > ReceiveSettings.MAX_BODY_BYTES) {
            return refuse(open, Outcome.TOO_LARGE, WebhookRefusals.TOO_LARGE.beforeBody(length));
        }
        if (!rawLog.isAvailable()) {
            return refuse(
                    open, Outcome.UNAVAILABLE, WebhookRefusals.UNAVAILABLE.beforeBody(length));
        }
        if (!open.admit(Math.max(0, length))) {
            return refuse(open, Outcome.OVERLOADED, WebhookRefusals.UNAVAILABLE.beforeBody(length));
        }
        return BodyBuffer.collect(request.getBody(), length, open)
                .flatMap(body -> verify(body, claim, open))
                .onErrorResume(failure -> refuseUnread(failure, open));
    }

    /** The body did not come as it should; every other failure has its answer by then. */
    private static Mono<WebhookAnswer> refuseUnread(Throwable failure, InFlightRequest open) {
        return failure instanceof BodyBuffer.Unread unread
                ? refuse(open, unread.outcome(), unread.answer().beforeBody(-1))
                : refuse(open, Outcome.ABANDONED, WebhookRefusals.INCOMPLETE.beforeBody(-1));
    }

    private Mono<WebhookAnswer> verify(
            byte[] bytes, SignatureVerifier.Claim claim, InFlightRequest open) {
        if (bytes.length < LARGE_BODY_BYTES) {
            return store(bytes, claim, open);
        }
        return Mono.defer(() -> store(bytes, claim, open)).subscribeOn(Schedulers.parallel());
    }

    private Mono<WebhookAnswer> store(
            byte[] bytes, SignatureVerifier.Claim claim, InFlightRequest open) {
        try {
            String keyId = signatures.findSigner(claim, bytes);
            return keyId == null
                    ? refuse(open, Outcome.BAD_SIGNATURE, WebhookRefusals.BAD_SIGNATURE)
                    : append(new SignedBody(bytes, keyId, time.instant()), open);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("A defect kept a webhook from being stored");
            open.release();
            return refuse(open, Outcome.FAILED, WebhookRefusals.FAILED);
        }
    }

    private Mono<WebhookAnswer> append(SignedBody body, InFlightRequest open) {
        int length = body.bytes().length;
        open.handOver();
        var appended = rawLog.append(body);
        return Mono.fromFuture(appended.whenComplete((_, _) -> open.release()), true)
                .map(outcome ->
                        switch (outcome) {
                            case ACKNOWLEDGED -> {
                                open.countAccepted(length);
                                yield WebhookAnswer.ACCEPTED;
                            }
                            case UNCONFIRMED -> {
                                open.count(Outcome.UNAVAILABLE);
                                yield WebhookRefusals.UNAVAILABLE;
                            }
                        });
    }

    private static Mono<WebhookAnswer> refuse(
            InFlightRequest open, Outcome outcome, WebhookAnswer refusal) {
        open.count(outcome);
        return Mono.just(refusal);
    }
}
