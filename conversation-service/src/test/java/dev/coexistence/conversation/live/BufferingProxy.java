package dev.coexistence.conversation.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Proxy that keeps an answer until a buffer is full or the answer ends, as nginx does, unless the
 * answer's header {@code X-Accel-Buffering} says no.
 */
final class BufferingProxy implements StreamProxy {
    private static final int BUFFER = 65_536;
    private static final Set<String> HOP_BY_HOP = caseless("connection", "transfer-encoding");
    private static final Set<String> RESTRICTED =
            caseless("host", "connection", "content-length", "upgrade", "http2-settings");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong held = new AtomicLong();
    private final HttpServer server;
    private final String service;
    private final boolean obeys;

    /**
     * @param obeys false for a proxy that does not know the header
     */
    BufferingProxy(String service, boolean obeys) {
        this.service = service;
        this.obeys = obeys;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    @Override
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Bytes of answers that wait in the buffer. */
    long held() {
        return held.get();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = HttpRequest.newBuilder(URI.create(service + exchange.getRequestURI()));
            exchange.getRequestHeaders()
                    .forEach((name, values) -> {
                        if (!RESTRICTED.contains(name)) {
                            values.forEach(value -> request.header(name, value));
                        }
                    });
            HttpResponse<InputStream> answer =
                    http.send(request.build(), BodyHandlers.ofInputStream());
            answer.headers()
                    .map()
                    .forEach((name, values) -> {
                        if (!HOP_BY_HOP.contains(name)) {
                            exchange.getResponseHeaders().put(name, values);
                        }
                    });
            exchange.sendResponseHeaders(answer.statusCode(), 0);
            boolean atOnce =
                    obeys
                            && answer.headers()
                                    .firstValue("X-Accel-Buffering")
                                    .equals(java.util.Optional.of("no"));
            copy(answer.body(), exchange.getResponseBody(), atOnce);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void copy(InputStream from, OutputStream to, boolean atOnce) throws IOException {
        var buffer = new ByteArrayOutputStream();
        byte[] bytes = new byte[BUFFER];
        for (int n = from.read(bytes); n >= 0; n = from.read(bytes)) {
            buffer.write(bytes, 0, n);
            if (atOnce || buffer.size() >= BUFFER) {
                buffer.writeTo(to);
                to.flush();
                buffer.reset();
            }
            held.set(buffer.size());
        }
        buffer.writeTo(to);
    }

    private static Set<String> caseless(String... names) {
        var all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        all.addAll(Set.of(names));
        return all;
    }

    @Override
    public void close() {
        server.stop(0);
        http.shutdownNow();
        threads.shutdownNow();
    }
}
