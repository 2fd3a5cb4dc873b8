package dev.coexistence.conversation.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** The other services' APIs, as far as a test says what they answer. */
final class FakeServices implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> bearers = new CopyOnWriteArrayList<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();

    /**
     * An answer.
     *
     * @param link value of its header Link; empty for none
     */
    record Reply(int status, String body, String link) {
        Reply(int status, String body) {
            this(status, body, "");
        }
    }

    /** Answers a request that a table of replies cannot. */
    @FunctionalInterface
    interface Handler {
        Reply answer(String idempotencyKey, byte[] body);
    }

    FakeServices() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * @param request as in {@code GET /v1/connections}, without a query
     */
    void answer(String request, int status, String body) {
        replies.put(request, new Reply(status, body));
    }

    /** Answers a request with a sheet, and says in its header where the next part is. */
    void answerSheet(String request, String body, String next) {
        replies.put(
                request,
                new Reply(200, body, next.isEmpty() ? "" : "<" + next + ">; rel=\"next\""));
    }

    /** Answers this request for as long as the services live. */
    void handle(String request, Handler handler) {
        handlers.put(request, handler);
    }

    /** Requests that came, each with its body behind a space. */
    List<String> asked() {
        return asked;
    }

    /** Paths with their queries, decoded, of the requests that came. */
    List<String> queries() {
        return queries;
    }

    /** What stood in Authorization of the requests that came, or an empty text. */
    List<String> bearers() {
        return bearers;
    }

    void forget() {
        bearers.clear();
        queries.clear();
        replies.clear();
        asked.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        byte[] received = exchange.getRequestBody().readAllBytes();
        String body = new String(received, StandardCharsets.UTF_8);
        String bearer = exchange.getRequestHeaders().getFirst("Authorization");
        bearers.add(bearer == null ? "" : bearer);
        URI uri = exchange.getRequestURI();
        queries.add(uri.getQuery() == null ? uri.getPath() : uri.getPath() + "?" + uri.getQuery());
        asked.add(body.isEmpty() ? request : request + " " + body);
        Handler handler = handlers.get(request);
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        Reply reply =
                handler != null
                        ? handler.answer(key == null ? "" : key, received)
                        : replies.getOrDefault(
                                request + (uri.getQuery() == null ? "" : "?" + uri.getQuery()),
                                replies.getOrDefault(
                                        request,
                                        new Reply(
                                                404,
                                                "{\"title\":\"Not here\",\"detail\":\"No\"}")));
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set(
                        "Content-Type",
                        reply.body().startsWith("<") ? "text/html" : "application/json");
        if (!reply.link().isEmpty()) {
            exchange.getResponseHeaders().set("Link", reply.link());
        }
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
