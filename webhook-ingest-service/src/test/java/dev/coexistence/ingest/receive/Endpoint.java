package dev.coexistence.ingest.receive;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.Signed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.reactive.function.server.RouterFunctions;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** The webhook's endpoint without a network, in front of a log in memory. */
final class Endpoint {
    static final String VERIFY_TOKEN = "a-verify-token";
    static final String OLD_SECRET = "the-secret-before";

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final MemoryLog log = new MemoryLog();
    final InFlightLimiter inFlight;

    private final HttpHandler handler;

    /** Keeps what is appended; answers as it is told. */
    static final class MemoryLog implements RawLog {
        final List<SignedBody> bodies = new ArrayList<>();
        boolean away;
        boolean defect;
        CompletableFuture<AppendOutcome> answer =
                CompletableFuture.completedFuture(AppendOutcome.ACKNOWLEDGED);

        @Override
        public boolean isAvailable() {
            return !away;
        }

        @Override
        public CompletableFuture<AppendOutcome> append(SignedBody body) {
            if (defect) {
                throw new IllegalStateException("a defect of the test");
            }
            bodies.add(body);
            return answer.copy();
        }
    }

    Endpoint() {
        this(new InFlightLimiter(new InFlightLimiter.Bounds(100, 64L << 20, 0)));
    }

    Endpoint(InFlightLimiter inFlight) {
        this.inFlight = inFlight;
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("old", OLD_SECRET);
        secrets.put("new", Signed.SECRET);
        var receiver =
                new WebhookReceiver(
                        new ClientCertificates(null),
                        new SignatureVerifier(secrets),
                        new InFlightRequests(
                                inFlight,
                                new ClientAddresses(List.of()),
                                new IngestMetrics(meters),
                                () -> 0L),
                        log,
                        InstantSource.fixed(Instant.ofEpochSecond(1_767_000_500L)));
        var verification =
                RouterFunctions.toHttpHandler(
                        route().GET(
                                        ReceiveBindings.PATH,
                                        new SubscriptionVerification(VERIFY_TOKEN)::verify)
                                .build());
        this.handler =
                (request, response) ->
                        ReceiveBindings.isWebhook(request)
                                ? receiver.handle(request, response)
                                : verification.handle(request, response);
    }

    /** The handler behind a server's port. */
    HttpHandler handler() {
        return handler;
    }

    MockServerHttpResponse post(byte[] body, String signature) {
        return send(
                MockServerHttpRequest.post("/webhooks/whatsapp")
                        .header(SignatureVerifier.HEADER, signature)
                        .contentLength(body.length)
                        .body(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body))));
    }

    MockServerHttpResponse postSigned(byte[] body) {
        return post(body, Signed.header(body));
    }

    MockServerHttpResponse send(MockServerHttpRequest request) {
        var response = new MockServerHttpResponse();
        handler.handle(request, response).block(Duration.ofSeconds(10));
        return response;
    }

    /** Begins an exchange that the caller may leave. */
    Disposable begin(MockServerHttpRequest request) {
        return handler.handle(request, new MockServerHttpResponse()).subscribe();
    }

    static int status(MockServerHttpResponse response) {
        var status = response.getStatusCode();
        return status == null ? 200 : status.value();
    }

    static String body(MockServerHttpResponse response) {
        return String.valueOf(response.getBodyAsString().block(Duration.ofSeconds(10)));
    }

    double count(String outcome) {
        return meters.counter("whatsapp.ingest.webhooks", "outcome", outcome).count();
    }
}
