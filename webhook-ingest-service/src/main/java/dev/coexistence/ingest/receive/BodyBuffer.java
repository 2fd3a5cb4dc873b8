package dev.coexistence.ingest.receive;

import dev.coexistence.ingest.IngestMetrics.Outcome;
import java.util.Arrays;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Buffer of a request's body: one array that grows with the bytes that came, so a declared length
 * costs nothing. For one request and one thread at a time.
 */
final class BodyBuffer extends BaseSubscriber<DataBuffer> {
    private static final int FIRST_BYTES = 8 * 1024;

    private final MonoSink<byte[]> sink;
    private final InFlightRequest request;
    private final int most;
    private byte[] bytes;
    private int count;

    /** The body was not read to its end; carries the answer. */
    static final class Unread extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Outcome outcome;
        private final transient WebhookAnswer answer;

        private Unread(Outcome outcome, WebhookAnswer answer) {
            super("The body was not read to its end: " + outcome, null, false, false);
            this.outcome = outcome;
            this.answer = answer;
        }

        Outcome outcome() {
            return outcome;
        }

        WebhookAnswer answer() {
            return answer;
        }
    }

    private BodyBuffer(MonoSink<byte[]> sink, InFlightRequest request, long length) {
        this.sink = sink;
        this.request = request;
        this.most = length < 0 ? ReceiveSettings.MAX_BODY_BYTES : Math.toIntExact(length);
        this.bytes = new byte[Math.min(most, FIRST_BYTES)];
    }

    /**
     * The whole body; {@link Unread} where it is too large, where there is no room for it, or where
     * it gave way to others.
     *
     * @param length as the request declares it, within the limit; negative where it does not
     */
    static Mono<byte[]> collect(Flux<DataBuffer> body, long length, InFlightRequest request) {
        return Mono.create(sink -> {
            var buffer = new BodyBuffer(sink, request, length);
            request.startReading(buffer::giveWay);
            sink.onDispose(buffer);
            body.subscribe(buffer);
        });
    }

    @Override
    protected void hookOnNext(DataBuffer part) {
        try {
            int more = part.readableByteCount();
            if (count + (long) more > ReceiveSettings.MAX_BODY_BYTES) {
                sink.error(new Unread(Outcome.TOO_LARGE, WebhookRefusals.TOO_LARGE));
            } else if (!request.hold(more)) {
                sink.error(new Unread(Outcome.OVERLOADED, WebhookRefusals.UNAVAILABLE));
            } else {
                makeRoom(more);
                part.read(bytes, count, more);
                count += more;
            }
        } finally {
            DataBufferUtils.release(part);
        }
    }

    @Override
    protected void hookOnComplete() {
        if (request.finishReading()) {
            sink.success(count == bytes.length ? bytes : Arrays.copyOf(bytes, count));
        } else {
            giveWay();
        }
    }

    @Override
    protected void hookOnError(Throwable failure) {
        sink.error(failure);
    }

    private void giveWay() {
        sink.error(new Unread(Outcome.ABANDONED, WebhookRefusals.INCOMPLETE));
    }

    private void makeRoom(int more) {
        int needed = count + more;
        if (needed > bytes.length) {
            int doubled = (int) Math.min(2L * needed, Math.max(most, needed));
            bytes = Arrays.copyOf(bytes, doubled);
        }
    }
}
