package dev.coexistence.simulator.webhook;

import io.netty.buffer.Unpooled;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntConsumer;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** The wire of the webhooks. */
final class WebhookPost {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ConnectionProvider connections =
            ConnectionProvider.builder("simulator-webhooks")
                    .maxConnections(128)
                    .pendingAcquireMaxCount(-1)
                    .build();
    private final HttpClient client =
            HttpClient.create(connections).responseTimeout(PATIENCE).followRedirect(false);

    /** Calls back with the status answered, 0 for none. */
    void post(URI url, byte[] body, String signature, IntConsumer then) {
        client.headers(h ->
                        h.set("Content-Type", "application/json")
                                .set("X-Hub-Signature-256", signature)
                                .set("User-Agent", "facebookexternalua"))
                .post()
                .uri(url)
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .responseSingle((response, bytes) -> status(response.status().code(), bytes))
                .onErrorReturn(0)
                .subscribe(then::accept);
    }

    /** Meta's challenge: true when the endpoint gave it back. */
    Mono<Boolean> challenge(URI url, String verifyToken) {
        String challenge =
                Integer.toString(100_000_000 + Math.floorMod(url.hashCode(), 899_999_999));
        String separator = url.getRawQuery() == null ? "?" : "&";
        String asked =
                url
                        + separator
                        + "hub.mode=subscribe&hub.challenge="
                        + challenge
                        + "&hub.verify_token="
                        + URLEncoder.encode(verifyToken, StandardCharsets.UTF_8);
        return client.get()
                .uri(asked)
                .responseSingle((response, bytes) ->
                        bytes.asString()
                                .defaultIfEmpty("")
                                .map(text ->
                                        response.status().code() == 200 && text.equals(challenge)))
                .onErrorReturn(false);
    }

    void close() {
        connections.disposeLater().subscribe();
    }

    private static Mono<Integer> status(int code, ByteBufMono bytes) {
        return bytes.asByteArray().map(_ -> code).defaultIfEmpty(code);
    }
}
