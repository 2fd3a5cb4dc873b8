package dev.coexistence.conversation.webhook;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/** An HTTP server that keeps what it receives and answers as it is told. */
public final class Receiver implements AutoCloseable {
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile ToIntFunction<Received> answer = _ -> 200;

    /** One request. */
    public record Received(
            String path,
            String id,
            String signature,
            String timestamp,
            String traceparent,
            String body) {
        public boolean says(String text) {
            return body.contains("\"text\":\"" + text + "\"");
        }
    }

    public Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> {
                    var headers = exchange.getRequestHeaders();
                    var one =
                            new Received(
                                    exchange.getRequestURI().getPath(),
                                    String.valueOf(headers.getFirst("webhook-id")),
                                    String.valueOf(headers.getFirst("webhook-signature")),
                                    String.valueOf(headers.getFirst("webhook-timestamp")),
                                    String.valueOf(headers.getFirst("traceparent")),
                                    new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8));
                    received.add(one);
                    exchange.sendResponseHeaders(answer.applyAsInt(one), -1);
                    exchange.close();
                });
        server.start();
    }

    /** Answers with what this says, a status; it may take its time. */
    public void answers(ToIntFunction<Received> with) {
        answer = with;
    }

    public List<Received> received() {
        return received;
    }

    public List<Received> at(String path) {
        return received.stream().filter(one -> one.path().equals(path)).toList();
    }

    int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
