package dev.coexistence.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.coexistence.ingest.RunningIngest;
import dev.coexistence.ingest.Samples;
import dev.coexistence.local.LocalStack;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Connections that never prove who they are, and signed webhooks at the same time, from the same
 * address.
 */
class SlowClientsIT {
    private static final String SIGNATURE = "X-Hub-Signature-256: sha256=" + "0".repeat(64);
    private static final int WEBHOOKS = 400;

    private final List<SocketChannel> attack = new ArrayList<>();

    @Test
    void signedWebhooksAreAnswered200UnderSlowConnections() throws Exception {
        try (var ingest =
                RunningIngest.start(
                        LocalStack.shared(),
                        "--http.head-timeout=3s",
                        "--http.body-timeout=3s",
                        "--ingest.receive.max-in-flight=300",
                        "--ingest.receive.max-in-flight-bytes=4MB")) {
            ingest.awaitReady();
            int answered = 0;
            long longest = 0;
            for (int i = 0; i < WEBHOOKS; i++) {
                besiege(ingest, i);
                long began = System.nanoTime();
                var answer = ingest.postSigned(Samples.textWebhook("wamid.SLOW" + i, "hello"));
                longest = Math.max(longest, System.nanoTime() - began);
                answered += answer.statusCode() == 200 ? 1 : 0;
            }

            assertThat(answered).isGreaterThanOrEqualTo(WEBHOOKS * 99 / 100);
            assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(5));
            await().atMost(Duration.ofSeconds(60)).until(this::allEnded);
            assertThat(ingest.bean(InFlightLimiter.class).bytes()).isZero();
            assertThat(ingest.bean(InFlightLimiter.class).requests()).isZero();
        } finally {
            for (var channel : attack) {
                channel.close();
            }
        }
    }

    /** Four more slow connections, and another byte of each that there is. */
    private void besiege(RunningIngest ingest, int round) throws IOException {
        String post = "POST /webhooks/whatsapp HTTP/1.1\r\nHost: a\r\n" + SIGNATURE + "\r\n";
        begin(ingest, "POST /webhooks/whatsapp HTTP/1.1\r\nHost: a\r\nX-Hub");
        begin(ingest, post + "Transfer-Encoding: chunked\r\n\r\n3f0000\r\n");
        begin(ingest, post + "Content-Length: 4194304\r\n\r\n");
        begin(ingest, post + "Content-Length: 390000\r\n\r\n" + "x".repeat(40_000));
        if (round % 10 == 0) {
            for (var channel : attack) {
                trickle(channel);
            }
        }
    }

    private void begin(RunningIngest ingest, String beginning) throws IOException {
        var channel =
                SocketChannel.open(
                        new InetSocketAddress(
                                ingest.uri("/").getHost(), ingest.uri("/").getPort()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.write(ByteBuffer.wrap(beginning.getBytes(StandardCharsets.US_ASCII)));
        attack.add(channel);
    }

    private static void trickle(SocketChannel channel) {
        try {
            channel.write(ByteBuffer.wrap(new byte[] {'x'}));
        } catch (IOException _) {
            // The service has ended it: that is what it should do.
            return;
        }
    }

    private boolean allEnded() {
        for (var channel : attack) {
            trickle(channel);
        }
        return attack.stream().allMatch(SlowClientsIT::isEnded);
    }

    private static boolean isEnded(SocketChannel channel) {
        try {
            var buffer = ByteBuffer.allocate(4096);
            int count = channel.read(buffer);
            while (count > 0) {
                buffer.clear();
                count = channel.read(buffer);
            }
            return count < 0;
        } catch (IOException _) {
            return true;
        }
    }
}
