package dev.coexistence.dispatch.meta;

import dev.coexistence.dispatch.command.MetaAnswer;
import dev.coexistence.dispatch.command.Reason;
import dev.coexistence.dispatch.number.SendAttempt;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.ByteBufMono;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** The way to Meta over Reactor Netty. It repeats nothing by itself: that is decided elsewhere. */
public final class NettyTransport implements MetaTransport {
    private static final byte[] NOTHING = new byte[0];
    private static final Duration IDLE = Duration.ofSeconds(25);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final HttpClient client;
    private final ConnectionProvider connections;
    private final LoopResources loops;
    private final String path;
    private final Listener listener;
    private final Check check;
    private final LongSupplier ticker;
    private final long answerTimeout;
    private final Map<SendAttempt, Exchange> exchanges = new ConcurrentHashMap<>();

    /** One request on its connection. Its gate lets the body out, and with it the head. */
    private static final class Exchange {
        private final byte[] body;
        private final Sinks.One<ByteBuf> gate = Sinks.one();
        private volatile @Nullable Channel channel;
        private volatile @Nullable Disposable subscription;
        private volatile boolean written;
        private volatile long writtenAt;
        private volatile boolean dropped;

        Exchange(byte[] body) {
            this.body = body;
        }
    }

    public NettyTransport(
            TransportSettings settings, Listener listener, Check check, LongSupplier ticker) {
        this.connections =
                ConnectionProvider.builder("meta")
                        .maxConnections(settings.maxConnections())
                        .pendingAcquireMaxCount(-1)
                        .maxIdleTime(IDLE)
                        .evictInBackground(IDLE)
                        .lifo()
                        .build();
        this.loops = LoopResources.create("meta", 1, 2, true);
        this.path = settings.address().resolve("").toString();
        this.client =
                HttpClient.create(connections)
                        .runOn(loops)
                        .disableRetry(true)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) settings.connectTimeout().toMillis())
                        .option(ChannelOption.TCP_NODELAY, true);
        this.listener = listener;
        this.check = check;
        this.ticker = ticker;
        this.answerTimeout = settings.answerTimeout().toNanos();
        var _ =
                loops.onClient(LoopResources.DEFAULT_NATIVE)
                        .scheduleWithFixedDelay(
                                this::giveUpLate,
                                LOOK_EVERY.toMillis(),
                                LOOK_EVERY.toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    @Override
    public void open(SendAttempt attempt) {
        var exchange = new Exchange(RequestBody.of(attempt.command()));
        exchanges.put(attempt, exchange);
        String token = attempt.through().token();
        exchange.subscription =
                client.headers(headers ->
                                headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token)
                                        .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                                        .set(HttpHeaderNames.CONTENT_LENGTH, exchange.body.length))
                        .post()
                        .uri(path + attempt.command().number() + "/messages")
                        .send((request, outbound) -> prepared(attempt, exchange, outbound))
                        .responseSingle(NettyTransport::answer)
                        .subscribe(
                                answer -> end(attempt, exchange, answer),
                                failure -> end(attempt, exchange, failed(exchange, failure)),
                                () ->
                                        end(
                                                attempt,
                                                exchange,
                                                new MetaAnswer.Doubtful(Reason.UNREADABLE_ANSWER)));
    }

    private Publisher<Void> prepared(
            SendAttempt attempt, Exchange exchange, NettyOutbound outbound) {
        outbound.withConnection(connection -> exchange.channel = connection.channel());
        listener.onReady(attempt);
        return outbound.send(exchange.gate.asMono());
    }

    @Override
    public void write(SendAttempt attempt) {
        Exchange exchange = exchanges.get(attempt);
        Channel channel = exchange == null ? null : exchange.channel;
        if (exchange == null || channel == null) {
            // Its connection broke a moment ago: the end was told, or is about to be.
            return;
        }
        try {
            channel.eventLoop().execute(() -> writeNow(attempt, exchange, channel));
        } catch (RejectedExecutionException e) {
            end(attempt, exchange, new MetaAnswer.NotSent("stopped"));
        }
    }

    private void writeNow(SendAttempt attempt, Exchange exchange, Channel channel) {
        if (exchange.dropped || exchanges.get(attempt) != exchange) {
            return;
        }
        if (!channel.isActive()) {
            end(attempt, exchange, new MetaAnswer.NotSent("closed"));
            return;
        }
        long nanos = ticker.getAsLong();
        Verdict verdict = check.at(attempt, nanos);
        if (verdict != Verdict.GO) {
            listener.onHeldBack(attempt, verdict);
            return;
        }
        exchange.writtenAt = nanos;
        exchange.written = true;
        exchange.gate.tryEmitValue(Unpooled.wrappedBuffer(exchange.body)).orThrow();
        // On the event loop the bytes are flushed at once: now they are the socket's.
        long flushed = ticker.getAsLong();
        attempt.guard().last(flushed);
        listener.onWritten(attempt, flushed);
    }

    @Override
    public void close(SendAttempt attempt) {
        Exchange exchange = exchanges.remove(attempt);
        if (exchange != null) {
            drop(exchange);
        }
    }

    private static void drop(Exchange exchange) {
        exchange.dropped = true;
        Disposable subscription = exchange.subscription;
        if (subscription != null) {
            subscription.dispose();
        }
    }

    /** One look at all requests costs less than a timer for each. */
    private void giveUpLate() {
        long now = ticker.getAsLong();
        exchanges.forEach((attempt, exchange) -> {
            if (exchange.written && now - exchange.writtenAt > answerTimeout) {
                end(attempt, exchange, new MetaAnswer.Doubtful(Reason.NO_ANSWER));
                drop(exchange);
            }
        });
    }

    private static Mono<MetaAnswer> answer(HttpClientResponse response, ByteBufMono body) {
        int status = response.status().code();
        return body.asByteArray()
                .defaultIfEmpty(NOTHING)
                .map(bytes -> AnswerReader.read(status, bytes));
    }

    private static MetaAnswer failed(Exchange exchange, Throwable failure) {
        return exchange.written
                ? new MetaAnswer.Doubtful(Reason.CONNECTION_LOST)
                : new MetaAnswer.NotSent(failure.toString());
    }

    private void end(SendAttempt attempt, Exchange exchange, MetaAnswer answer) {
        if (exchanges.remove(attempt, exchange)) {
            listener.onAnswered(attempt, answer);
        }
    }

    @Override
    public void close() {
        connections.disposeLater().block(Duration.ofSeconds(3));
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(1)).block(Duration.ofSeconds(3));
    }
}
