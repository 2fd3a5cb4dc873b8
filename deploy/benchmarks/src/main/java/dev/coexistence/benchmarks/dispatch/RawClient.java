package dev.coexistence.benchmarks.dispatch;

import dev.coexistence.benchmarks.rig.SimulatorControl;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The upper bound: the same client library, no queue, nothing durable, one in flight per number.
 */
final class RawClient implements AutoCloseable {
    private final ConnectionProvider connections;
    private final HttpClient client;
    private final SimulatorControl simulator;

    RawClient(SimulatorControl simulator, int concurrency) {
        this.simulator = simulator;
        this.connections =
                ConnectionProvider.builder("raw")
                        .maxConnections(concurrency)
                        .pendingAcquireMaxCount(-1)
                        .build();
        this.client = HttpClient.create(connections);
    }

    /** Sends once and waits for the answer. */
    Mono<Integer> send(SimulatorControl.Number number, String to, String command) {
        byte[] body =
                """
                {"messaging_product":"whatsapp","recipient_type":"individual","to":"%s",\
                "type":"text","text":{"body":"hello"},"biz_opaque_callback_data":"%s"}\
                """
                        .formatted(to, command)
                        .getBytes(StandardCharsets.UTF_8);
        return client.headers(h ->
                        h.set("Authorization", "Bearer " + number.token())
                                .set("Content-Type", "application/json"))
                .post()
                .uri(simulator.base() + "/v25.0/" + number.id() + "/messages")
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .responseSingle((response, bytes) ->
                        bytes.asByteArray().map(_ -> response.status().code()));
    }

    /**
     * Each number its own lane of so many messages, one in flight; returns with the last answer.
     */
    void sendAll(List<SimulatorControl.Number> numbers, int each, String prefix) {
        AtomicLong count = new AtomicLong();
        Flux.fromIterable(numbers)
                .flatMap(
                        number ->
                                Flux.range(0, each)
                                        .concatMap(_ -> {
                                            long n = count.incrementAndGet();
                                            return send(
                                                    number, "+1558" + (1_000_000 + n), prefix + n);
                                        }),
                        numbers.size())
                .blockLast(Duration.ofMinutes(5));
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
