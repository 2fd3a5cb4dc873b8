package dev.coexistence.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class RequestClockTest {
    private static final String GET = "GET /quick HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final HttpEdgeSettings SETTINGS =
            new HttpEdgeSettings(
                    Duration.ofMillis(600), Duration.ofMillis(600), Duration.ofMillis(900), 3);

    /** Far more than the limits, far less than for ever. */
    private static final Duration BOUNDED = Duration.ofSeconds(15);

    private static final int PACE_MILLIS = 50;

    private final DisposableServer server =
            HttpEdgeConfiguration.addDeadlines(HttpServer.create(), SETTINGS)
                    .host("127.0.0.1")
                    .port(0)
                    .route(routes ->
                            routes.get(
                                            "/quick",
                                            (_, response) -> response.sendString(Mono.just("ok")))
                                    .post(
                                            "/whole",
                                            (request, response) ->
                                                    request.receive()
                                                            .aggregate()
                                                            .then(response.send()))
                                    .post("/unread", (_, response) -> response.status(401).send())
                                    .get(
                                            "/stream",
                                            (_, response) ->
                                                    response.sse()
                                                            .sendString(
                                                                    Flux.interval(
                                                                                    Duration
                                                                                            .ofMillis(
                                                                                                    100))
                                                                            .take(25)
                                                                            .map(i ->
                                                                                    "e" + i
                                                                                            + "\n"))))
                    .bindNow();

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET",
                "GET /quick HTTP/1.1\r\nHost: a\r\nX: ",
                "POST /whole HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n",
                "POST /whole HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n",
                "POST /unread HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n",
                GET + "GET /qu",
                GET + "POST /whole HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"
            })
    void endsARequestThatComesByteByByte(String beginning) throws IOException {
        try (var socket = connected()) {
            write(socket, beginning);

            assertThat(endsWhile(socket, beginning.isEmpty() ? _ -> "" : _ -> "x")).isTrue();
        }
    }

    @Test
    void endsAConnectionThatAsksNothingMore() throws IOException {
        try (var socket = connected()) {
            write(socket, GET);

            assertThat(endsWhile(socket, _ -> "")).isTrue();
        }
    }

    @Test
    void leavesAnAnswerAllTheTimeItTakes() throws IOException {
        try (var socket = connected()) {
            write(socket, "GET /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

            assertThat(
                            new String(
                                    socket.getInputStream().readAllBytes(),
                                    StandardCharsets.US_ASCII))
                    .contains("e24");
        }
    }

    @Test
    void keepsAConnectionOnWhichRequestsFollowOneAnother() throws IOException {
        try (var socket = connected()) {
            for (int i = 0; i < 20; i++) {
                write(socket, GET);
                assertThat(answered(socket)).isTrue();
                pause(socket);
            }
        }
    }

    @Test
    void anAddressWithManyHalfSentHeadsLosesTheOldestAndStillGetsAnswers() throws IOException {
        var waiting = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 10; i++) {
                var socket = connected();
                write(socket, "GET /quick HT");
                waiting.add(socket);
                try (var honest = connected()) {
                    write(honest, GET);
                    assertThat(answered(honest)).isTrue();
                }
            }

            for (var early : waiting.subList(0, 7)) {
                assertThat(endsWhile(early, _ -> "")).isTrue();
            }
        } finally {
            close(waiting);
        }
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }

    private Socket connected() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) BOUNDED.toMillis());
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** True where the server ends the connection while the client goes on at a steady pace. */
    private static boolean endsWhile(Socket socket, IntFunction<String> more) throws IOException {
        long end = System.nanoTime() + BOUNDED.toNanos();
        socket.setSoTimeout(PACE_MILLIS);
        var buffer = new byte[4096];
        for (int i = 0; System.nanoTime() < end; i++) {
            try {
                if (socket.getInputStream().read(buffer) < 0) {
                    return true;
                }
            } catch (SocketTimeoutException _) {
                try {
                    write(socket, more.apply(i));
                } catch (IOException _) {
                    return true;
                }
            } catch (IOException _) {
                return true;
            }
        }
        return false;
    }

    private static boolean answered(Socket socket) throws IOException {
        socket.setSoTimeout((int) BOUNDED.toMillis());
        var answer = new StringBuilder();
        while (!answer.toString().endsWith("ok\r\n0\r\n\r\n")
                && !answer.toString().endsWith("ok")) {
            int c = socket.getInputStream().read();
            if (c < 0) {
                return false;
            }
            answer.append((char) c);
        }
        return answer.toString().startsWith("HTTP/1.1 200");
    }

    /** Nothing comes meanwhile. */
    private static void pause(Socket socket) throws IOException {
        socket.setSoTimeout(2 * PACE_MILLIS);
        try {
            assertThat(socket.getInputStream().read()).isGreaterThanOrEqualTo(0);
        } catch (SocketTimeoutException _) {
            socket.setSoTimeout((int) BOUNDED.toMillis());
        }
    }
}
