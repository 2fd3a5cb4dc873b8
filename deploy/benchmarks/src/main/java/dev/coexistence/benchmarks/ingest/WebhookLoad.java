package dev.coexistence.benchmarks.ingest;

import dev.coexistence.benchmarks.rig.BenchmarkRig;
import dev.coexistence.benchmarks.rig.PollingWait;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Signed webhooks against an endpoint. */
public final class WebhookLoad implements AutoCloseable {
    private final ConnectionProvider connections;
    private final HttpClient client;
    private final Mac mac;
    private final AtomicLong next = new AtomicLong();
    private final String filler;

    /** Takes how many bytes a body has, about. */
    public WebhookLoad(int bytes, int connectionCount) {
        connections =
                ConnectionProvider.builder("webhooks")
                        .maxConnections(connectionCount)
                        .pendingAcquireMaxCount(-1)
                        .build();
        client = HttpClient.create(connections).responseTimeout(Duration.ofSeconds(10));
        filler = "x".repeat(Math.max(1, bytes - body("w", "").length));
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            BenchmarkRig.APP_SECRET.getBytes(StandardCharsets.UTF_8),
                            "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** A fresh webhook; its wamid is its identity. */
    public byte[] body() {
        return body("wamid.LOAD" + next.incrementAndGet(), filler);
    }

    /** The status answered; 0 for none. */
    public Mono<Integer> post(URI endpoint, byte[] body) {
        return client.headers(h ->
                        h.set("Content-Type", "application/json")
                                .set("X-Hub-Signature-256", signature(body)))
                .post()
                .uri(endpoint)
                .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
                .responseSingle((response, bytes) ->
                        bytes.asByteArray()
                                .map(_ -> response.status().code())
                                .defaultIfEmpty(response.status().code()))
                .onErrorReturn(0);
    }

    /** As many as go through, that many at a time; answers a second. */
    public double throughput(URI endpoint, int count, int atATime) {
        long start = System.nanoTime();
        Long accepted =
                Flux.range(0, count)
                        .flatMap(_ -> post(endpoint, body()), atATime)
                        .filter(status -> status == 200)
                        .count()
                        .block(Duration.ofMinutes(5));
        double seconds = (System.nanoTime() - start) / 1e9;
        if (accepted == null || accepted != count) {
            throw new IllegalStateException(accepted + " of " + count + " were answered with 200");
        }
        return count / seconds;
    }

    /** At a steady rate; the 99th percentile in ms, from when each was due. */
    public double p99(URI endpoint, double perSecond, Duration howLong) {
        int count = (int) (perSecond * howLong.toMillis() / 1000);
        long[] taken = new long[count];
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        AtomicLong done = new AtomicLong();
        for (int i = 0; i < count; i++) {
            int index = i;
            long due = start + (long) (i * 1e9 / perSecond);
            long left = due - System.nanoTime();
            if (left > 0) {
                PollingWait.rest(Duration.ofNanos(left));
            }
            post(endpoint, body())
                    .subscribe(_ -> {
                        taken[index] = System.nanoTime() - due;
                        done.incrementAndGet();
                    });
        }
        PollingWait.await(
                "every webhook answered", Duration.ofMinutes(1), () -> done.get() == count);
        Arrays.sort(taken);
        return taken[(int) (count * 0.99)] / 1e6;
    }

    @Override
    public void close() {
        connections.dispose();
    }

    private synchronized String signature(byte[] body) {
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    private static byte[] body(String wamid, String text) {
        return """
        {"object":"whatsapp_business_account","entry":[{"id":"200000000000001","changes":[{"value":\
        {"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100200",\
        "phone_number_id":"900000000000001"},"contacts":[{"profile":{"name":"Ana Vidal"},\
        "wa_id":"15550100999","user_id":"US.70000000000000000001"}],"messages":[{"from":"15550100999",\
        "id":"%s","timestamp":"1767000000","type":"text","text":{"body":"%s"}}]},"field":"messages"}]}]}\
        """
                .formatted(wamid, text)
                .getBytes(StandardCharsets.UTF_8);
    }
}
