package dev.coexistence.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/** A webhook endpoint that keeps what it gets and answers as it is told. */
final class Receiver implements AutoCloseable {
    record Post(byte[] body, String signature, int status) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Post> posts = new ArrayList<>();
    private final HttpServer server;
    private volatile IntUnaryOperator statusOfPost = _ -> 200;

    Receiver() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    /** From the count of the POSTs before to the status. */
    void answer(IntUnaryOperator statuses) {
        statusOfPost = statuses;
    }

    List<Post> posts() {
        synchronized (posts) {
            return List.copyOf(posts);
        }
    }

    List<String> accepted() {
        return posts().stream().filter(p -> p.status() == 200).map(Post::text).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestMethod().equals("GET")) {
                challenge(exchange);
                return;
            }
            int status;
            synchronized (posts) {
                status = statusOfPost.applyAsInt(posts.size());
                String signature = exchange.getRequestHeaders().getFirst("X-Hub-Signature-256");
                posts.add(new Post(body, signature, status));
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private static void challenge(HttpExchange exchange) throws IOException {
        var query = new QueryStringDecoder(exchange.getRequestURI()).parameters();
        boolean right = List.of("simulator-verify-token").equals(query.get("hub.verify_token"));
        byte[] answer =
                String.join("", query.getOrDefault("hub.challenge", List.of()))
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(right ? 200 : 403, answer.length);
        exchange.getResponseBody().write(answer);
    }
}
