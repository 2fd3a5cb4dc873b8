package dev.coexistence.benchmarks.ingest;

import java.nio.charset.StandardCharsets;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

/**
 * The bound for ingest: the same server with a handler at the same place, below WebFlux, which
 * reads the body and answers 200.
 */
public final class HelloApplication {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private HelloApplication() {}

    public static void main(String[] arguments) {
        HttpHandler hello =
                (request, response) ->
                        DataBufferUtils.join(request.getBody())
                                .doOnNext(DataBufferUtils::release)
                                .then(
                                        Mono.defer(() -> {
                                            response.setStatusCode(HttpStatus.OK);
                                            response.getHeaders().setContentLength(HELLO.length);
                                            return response.writeWith(
                                                    Mono.just(
                                                            response.bufferFactory().wrap(HELLO)));
                                        }));
        HttpServer.create()
                .host("127.0.0.1")
                .port(Integer.parseInt(System.getenv("SERVER_PORT")))
                .handle(new ReactorHttpHandlerAdapter(hello))
                .bindNow()
                .onDispose()
                .block();
    }
}
