package dev.coexistence.conversation.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The tests' proxy holds answers back indeed; else the tests of streams would prove nothing. */
class BufferingProxyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void keepsAnAnswerBackUnlessItsHeaderForbidsIt() throws IOException {
        var over = new CountDownLatch(1);
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().set("X-Accel-Buffering", "no");
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody()
                            .write("event:alive\n\n".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    try {
                        over.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.close();
                });
        server.start();
        String service = "http://127.0.0.1:" + server.getAddress().getPort();
        try (var obedient = new BufferingProxy(service, true);
                var stubborn = new BufferingProxy(service, false);
                OpenStream heard = OpenStream.of(obedient.url(), Map.of());
                OpenStream silent = OpenStream.of(stubborn.url(), Map.of())) {
            await().atMost(PATIENCE).until(() -> heard.lines().contains("event:alive"));
            await().atMost(PATIENCE).until(() -> stubborn.held() > 0);
            assertThat(silent.lines()).isEmpty();
        } finally {
            over.countDown();
            server.stop(0);
        }
    }
}
