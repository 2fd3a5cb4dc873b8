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
 * Gathers a body into one array that grows with what came: what a request declares costs nothing.
 * For one request and one thread at a time.
 */
final class Gathering extends BaseSubscriber<DataBuffer> {
    private static final int FIRST_BYTES = 8 * 1024;

    private final MonoSink<byte[]> sink;
    private final Reception reception;
    private final int most;
    private byte[] bytes;
    private int count;

    /** The body was not read to its end; says what is answered. */
    static final class Unread extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Outcome outcome;
        private final transient Answer answer;

        private Unread(Outcome outcome, Answer answer) {
            super("The body was not read to its end: " + outcome, null, false, false);
            this.outcome = outcome;
            this.answer = answer;
        }

        Outcome outcome() {
            return outcome;
        }

        Answer answer() {
            return answer;
        }
    }

    private Gathering(MonoSink<byte[]> sink, Reception reception, long length) {
        this.sink = sink;
        this.reception = reception;
        this.most = length < 0 ? ReceiveSettings.MAX_BODY_BYTES : Math.toIntExact(length);
        this.bytes = new byte[Math.min(most, FIRST_BYTES)];
    }

    /**
     * The whole body; {@link Unread} where it is too large, where there is no room for it, or where
     * it gave way to others.
     *
     * @param length as the request declares it, within the limit; negative where it does not
     */
    static Mono<byte[]> of(Flux<DataBuffer> body, long length, Reception reception) {
        return Mono.create(sink -> {
            var gathering = new Gathering(sink, reception, length);
            reception.reading(gathering::gaveWay);
            sink.onDispose(gathering);
            body.subscribe(gathering);
        });
    }

    @Override
    protected void hookOnNext(DataBuffer part) {
        try {
            int more = part.readableByteCount();
            if (count + (long) more > ReceiveSettings.MAX_BODY_BYTES) {
                sink.error(new Unread(Outcome.TOO_LARGE, Refusals.TOO_LARGE));
            } else if (!reception.hold(more)) {
                sink.error(new Unread(Outcome.OVERLOADED, Refusals.UNAVAILABLE));
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
        if (reception.read()) {
            sink.success(count == bytes.length ? bytes : Arrays.copyOf(bytes, count));
        } else {
            gaveWay();
        }
    }

    @Override
    protected void hookOnError(Throwable failure) {
        sink.error(failure);
    }

    private void gaveWay() {
        sink.error(new Unread(Outcome.ABANDONED, Refusals.INCOMPLETE));
    }

    private void makeRoom(int more) {
        int needed = count + more;
        if (needed > bytes.length) {
            int doubled = (int) Math.min(2L * needed, Math.max(most, needed));
            bytes = Arrays.copyOf(bytes, doubled);
        }
    }
}
