package dev.coexistence.simulator.wire;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The wire: turns requests into calls and answers into bytes, silence or a reset. */
public final class HttpEdge {
    private static final Logger log = LoggerFactory.getLogger(HttpEdge.class);
    private static final byte[] NOTHING = {};
    private static final String BEARER = "Bearer ";

    private final Function<HttpCall, HttpAnswer> answers;
    private final Scheduler timer;

    public HttpEdge(Function<HttpCall, HttpAnswer> answers, Scheduler timer) {
        this.answers = answers;
        this.timer = timer;
    }

    public DisposableServer listen(String address, int port) {
        return HttpServer.create()
                .host(address)
                .port(port)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .httpRequestDecoder(spec -> spec.maxInitialLineLength(16 * 1024))
                .handle(this::handle)
                .bindNow();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(NOTHING)
                .flatMap(body -> write(answer(call(request, body)), response));
    }

    private HttpAnswer answer(HttpCall call) {
        try {
            return answers.apply(call);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("Simulator failed on a request");
            return HttpAnswer.problem(500, "the simulator failed: " + e);
        }
    }

    private Mono<Void> write(HttpAnswer answer, HttpServerResponse response) {
        return switch (answer) {
            case HttpAnswer.Body(int status, String contentType, byte[] bytes) ->
                    response.status(status)
                            .header(HttpHeaderNames.CONTENT_TYPE, contentType)
                            .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(bytes.length))
                            .sendByteArray(Mono.just(bytes))
                            .then();
            case HttpAnswer.Late(HttpAnswer later, Duration delay) ->
                    Mono.delay(delay, timer).then(Mono.defer(() -> write(later, response)));
            case HttpAnswer.Eventually(var later) ->
                    Mono.fromFuture(later).flatMap(a -> write(a, response));
            case HttpAnswer.Silence(Duration until) ->
                    Mono.delay(until, timer).then(Mono.defer(() -> close(response, false)));
            case HttpAnswer.Reset() -> close(response, true);
        };
    }

    private static Mono<Void> close(HttpServerResponse response, boolean reset) {
        response.withConnection(connection -> {
            if (reset) {
                connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            }
            var _ = connection.channel().close();
        });
        return Mono.never();
    }

    private static HttpCall call(HttpServerRequest request, byte[] body) {
        String uri = request.uri();
        int mark = uri.indexOf('?');
        String path = mark < 0 ? uri : uri.substring(0, mark);
        Map<String, String> query =
                mark < 0 ? Map.of() : QueryString.parse(uri.substring(mark + 1));
        String type = request.requestHeaders().get(HttpHeaderNames.CONTENT_TYPE);
        return new HttpCall(
                request.method().name(),
                parts(path),
                query,
                token(request.requestHeaders().get(HttpHeaderNames.AUTHORIZATION), query),
                type == null ? "" : type,
                body);
    }

    private static @Nullable String token(
            @Nullable String authorization, Map<String, String> query) {
        if (authorization != null && authorization.startsWith(BEARER)) {
            return authorization.substring(BEARER.length());
        }
        return query.get("access_token");
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>(4);
        int start = 1;
        while (start < path.length()) {
            int end = path.indexOf('/', start);
            end = end < 0 ? path.length() : end;
            parts.add(URLDecoder.decode(path.substring(start, end), StandardCharsets.UTF_8));
            start = end + 1;
        }
        return parts;
    }
}
