package dev.coexistence.benchmarks.access;

import io.netty.buffer.Unpooled;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Commands over HTTP, each of a text to somebody else. */
final class CommandLoad implements AutoCloseable {
    private static final int ACCEPTED = 202;

    private final ConnectionProvider connections;
    private final HttpClient client;
    private final URI endpoint;
    private final String number;
    private final AtomicLong next = new AtomicLong();

    /**
     * @param number that sends
     * @param connectionCount the most that are under way at a time
     */
    CommandLoad(URI service, String number, int connectionCount) {
        this.endpoint = service.resolve("/v1/messages");
        this.number = number;
        this.connections =
                ConnectionProvider.builder("commands")
                        .maxConnections(connectionCount)
                        .pendingAcquireMaxCount(-1)
                        .build();
        this.client = HttpClient.create(connections).responseTimeout(Duration.ofSeconds(10));
    }

    /** True where a command is accepted. */
    boolean accepts(String bearer) {
        return post(bearer).blockOptional().orElse(0) == ACCEPTED;
    }

    /** Nanoseconds a command, that many under way at a time. */
    double measure(String bearer, int count, int atATime) {
        long start = System.nanoTime();
        Long accepted =
                Flux.range(0, count)
                        .flatMap(_ -> post(bearer), atATime)
                        .filter(status -> status == ACCEPTED)
                        .count()
                        .block(Duration.ofMinutes(5));
        long taken = System.nanoTime() - start;
        if (accepted == null || accepted != count) {
            throw new IllegalStateException(accepted + " of " + count + " commands were accepted");
        }
        return (double) taken / count;
    }

    /** The status answered; 0 for none. */
    private Mono<Integer> post(String bearer) {
        long own = next.incrementAndGet();
        byte[] body =
                """
                {"phoneNumberId":"%s","to":"+1556%d","text":{"body":"hello"},"commandId":"access-%d"}\
                """
                        .formatted(number, 1_000_000 + own, own)
                        .getBytes(StandardCharsets.UTF_8);
        return client.headers(h ->
                        h.set("Content-Type", "application/json")
                                .set("Authorization", "Bearer " + bearer))
                .post()
                .uri(endpoint)
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .responseSingle((response, bytes) ->
                        bytes.asByteArray()
                                .map(_ -> response.status().code())
                                .defaultIfEmpty(response.status().code()))
                .onErrorReturn(0);
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
