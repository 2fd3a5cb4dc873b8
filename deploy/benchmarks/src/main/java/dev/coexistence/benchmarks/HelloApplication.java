package dev.coexistence.benchmarks;

import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.netty.http.server.HttpServer;

/** The bound for ingest: the same server stack, which reads the body and answers 200. */
public final class HelloApplication {
    private HelloApplication() {}

    public static void main(String[] arguments) {
        var route =
                RouterFunctions.route(
                        RequestPredicates.POST("/webhooks/whatsapp"),
                        request ->
                                request.bodyToMono(byte[].class)
                                        .flatMap(_ -> ServerResponse.ok().bodyValue("hello")));
        HttpServer.create()
                .host("127.0.0.1")
                .port(Integer.parseInt(System.getenv("SERVER_PORT")))
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(route)))
                .bindNow()
                .onDispose()
                .block();
    }
}
