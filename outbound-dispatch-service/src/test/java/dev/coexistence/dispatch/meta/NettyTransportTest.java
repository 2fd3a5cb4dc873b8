package dev.coexistence.dispatch.meta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coexistence.dispatch.Attempts;
import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.number.SendAttempt;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableChannel;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class NettyTransportTest {
    private final BlockingQueue<MetaAnswer> answers = new LinkedBlockingQueue<>();

    /** Writes as soon as a connection is there. */
    private final class AtOnce implements MetaTransport.Listener {
        private @Nullable MetaTransport wire;

        @Override
        public void onReady(SendAttempt attempt) {
            if (wire != null) {
                wire.write(attempt);
            }
        }

        @Override
        public void onWritten(SendAttempt attempt, long nanos) {}

        @Override
        public void onHeldBack(SendAttempt attempt, MetaTransport.Verdict verdict) {}

        @Override
        public void onAnswered(SendAttempt attempt, MetaAnswer answer) {
            answers.add(answer);
        }
    }

    private @Nullable MetaAnswer answerOf(DisposableServer meta, Duration patience)
            throws InterruptedException {
        var listener = new AtOnce();
        var settings =
                new TransportSettings(
                        URI.create("http://127.0.0.1:" + meta.port()),
                        "v25.0",
                        patience,
                        Duration.ofSeconds(5),
                        10);
        try (var wire =
                new NettyTransport(
                        settings, listener, (_, _) -> MetaTransport.Verdict.GO, System::nanoTime)) {
            listener.wire = wire;
            wire.open(Attempts.one());
            return answers.poll(20, TimeUnit.SECONDS);
        } finally {
            meta.disposeNow();
        }
    }

    @Test
    void leavesARequestInDoubtThatGetsNoAnswer() throws InterruptedException {
        var meta =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .handle((_, _) -> Mono.never())
                        .bindNow();

        assertThat(answerOf(meta, Duration.ofMillis(300)))
                .isEqualTo(new MetaAnswer.Doubtful(Reason.NO_ANSWER));
        assertThat(answers).isEmpty();
    }

    @Test
    void leavesARequestInDoubtWhoseConnectionBreaks() throws InterruptedException {
        var meta =
                HttpServer.create()
                        .host("127.0.0.1")
                        .port(0)
                        .handle((request, response) ->
                                request.receive()
                                        .aggregate()
                                        .then(
                                                Mono.fromRunnable(() ->
                                                        response.withConnection(
                                                                DisposableChannel::dispose)))
                                        .then(Mono.never()))
                        .bindNow();

        assertThat(answerOf(meta, Duration.ofSeconds(15)))
                .isEqualTo(new MetaAnswer.Doubtful(Reason.CONNECTION_LOST));
    }
}
