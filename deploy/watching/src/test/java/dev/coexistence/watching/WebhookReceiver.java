package dev.coexistence.watching;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** A system upstream that takes webhooks out. */
final class WebhookReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Webhook> taken = new CopyOnWriteArrayList<>();

    /** What came, and the trace it came with. */
    record Webhook(String traceparent, String body) {}

    private WebhookReceiver(HttpServer server) {
        this.server = server;
    }

    static WebhookReceiver start() {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var receiver = new WebhookReceiver(HttpServer.create(address, 0));
            receiver.server.createContext(
                    "/hook",
                    exchange -> {
                        try (exchange) {
                            receiver.taken.add(
                                    new Webhook(
                                            Objects.requireNonNullElse(
                                                    exchange.getRequestHeaders()
                                                            .getFirst("traceparent"),
                                                    ""),
                                            new String(
                                                    exchange.getRequestBody().readAllBytes(),
                                                    StandardCharsets.UTF_8)));
                            exchange.sendResponseHeaders(200, -1);
                        }
                    });
            receiver.server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing can listen on loopback", e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    List<Webhook> taken() {
        return taken;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
