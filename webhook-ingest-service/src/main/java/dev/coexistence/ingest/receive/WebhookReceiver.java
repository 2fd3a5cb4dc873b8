package dev.coexistence.ingest.receive;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.IngestMetrics.Outcome;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Answers Meta. 200 is given by the broker's acknowledgement and by nothing else; nothing here
 * depends on what the body says.
 */
final class WebhookReceiver {
    private static final Logger log = LoggerFactory.getLogger(WebhookReceiver.class);

    /** From here on a body is hashed beside the event loop, which others need meanwhile. */
    private static final int LARGE_BODY_BYTES = 128 * 1024;

    private final Signatures signatures;
    private final Admission admission;
    private final RawLog rawLog;
    private final IngestMetrics metrics;
    private final Clocks clocks;

    /** Who may come in and how many. */
    record Admission(InFlight inFlight, ClientCertificates certificates, ClientAddresses clients) {}

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

    Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
        var reception =
                new Reception(
                        admission.inFlight(),
                        metrics,
                        clocks.nanoTime(),
                        admission.clients().of(request));
        return Mono.defer(() -> admitted(request, reception))
                .flatMap(answer -> answer.writeTo(response))
                .doFinally(_ -> reception.ended());
    }

    private Mono<Answer> admitted(ServerHttpRequest request, Reception reception) {
        var headers = request.getHeaders();
        long length = headers.getContentLength();
        if (!admission.certificates().accept(request.getSslInfo())) {
            return refuse(reception, Outcome.CERTIFICATE, Refusals.CERTIFICATE.leaving(length));
        }
        var claim = Signatures.claim(headers.getFirst(Signatures.HEADER));
        if (claim == null) {
            return refuse(reception, Outcome.UNSIGNED, Refusals.UNSIGNED.leaving(length));
        }
        if (length > ReceiveSettings.MAX_BODY_BYTES) {
            return refuse(reception, Outcome.TOO_LARGE, Refusals.TOO_LARGE.leaving(length));
        }
        if (!rawLog.available()) {
            return refuse(reception, Outcome.UNAVAILABLE, Refusals.UNAVAILABLE.leaving(length));
        }
        if (!reception.admit(Math.max(0, length))) {
            return refuse(reception, Outcome.OVERLOADED, Refusals.UNAVAILABLE.leaving(length));
        }
        return Gathering.of(request.getBody(), length, reception)
                .flatMap(body -> checked(body, claim, reception))
                .onErrorResume(failure -> unread(failure, reception));
    }

    /** The body did not come as it should; what else fails has been answered by then. */
    private static Mono<Answer> unread(Throwable failure, Reception reception) {
        return failure instanceof Gathering.Unread unread
                ? refuse(reception, unread.outcome(), unread.answer().leaving(-1))
                : refuse(reception, Outcome.ABANDONED, Refusals.INCOMPLETE.leaving(-1));
    }

    private Mono<Answer> checked(byte[] bytes, Signatures.Claim claim, Reception reception) {
        if (bytes.length < LARGE_BODY_BYTES) {
            return kept(bytes, claim, reception);
        }
        return Mono.defer(() -> kept(bytes, claim, reception)).subscribeOn(Schedulers.parallel());
    }

    private Mono<Answer> kept(byte[] bytes, Signatures.Claim claim, Reception reception) {
        try {
            String keyId = signatures.signer(claim, bytes);
            return keyId == null
                    ? refuse(reception, Outcome.BAD_SIGNATURE, Refusals.BAD_SIGNATURE)
                    : appended(new SignedBody(bytes, keyId, clocks.time().instant()), reception);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("A webhook could not be taken because of a defect");
            reception.release();
            return refuse(reception, Outcome.FAILED, Refusals.FAILED);
        }
    }

    private Mono<Answer> appended(SignedBody body, Reception reception) {
        int length = body.bytes().length;
        reception.handOver();
        var appended = rawLog.append(body);
        return Mono.fromFuture(appended.whenComplete((_, _) -> reception.release()), true)
                .map(result ->
                        switch (result) {
                            case ACKNOWLEDGED -> {
                                reception.accepted(length);
                                yield Answer.KEPT;
                            }
                            case UNCONFIRMED -> {
                                reception.ended(Outcome.UNAVAILABLE);
                                yield Refusals.UNAVAILABLE;
                            }
                        });
    }

    private static Mono<Answer> refuse(Reception reception, Outcome outcome, Answer refusal) {
        reception.ended(outcome);
        return Mono.just(refusal);
    }
}
