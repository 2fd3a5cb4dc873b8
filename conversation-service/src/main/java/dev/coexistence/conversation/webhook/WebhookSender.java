package dev.coexistence.conversation.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.coexistence.kafka.Traces;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Signs a webhook and sends it once. Follows no redirect: that would lead past the check. */
@Component
class WebhookSender {
    private static final double NANOS_PER_MILLI = 1e6;

    /** Of one host: as good as no bound, for each endpoint has its own. */
    private static final int CONNECTIONS = 4_096;

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final HttpClient http;
    private final TargetCheck targets;
    private final Duration timeout;
    private final InstantSource time;
    private final LongSupplier ticker;

    @org.springframework.beans.factory.annotation.Autowired
    WebhookSender(TargetCheck targets, WebhookSettings settings, InstantSource time) {
        this(targets, settings, time, System::nanoTime);
    }

    WebhookSender(
            TargetCheck targets,
            WebhookSettings settings,
            InstantSource time,
            LongSupplier ticker) {
        this.targets = targets;
        this.timeout = settings.timeout();
        this.time = time;
        this.ticker = ticker;
        this.http =
                HttpClient.create(
                                ConnectionProvider.builder("webhooks")
                                        .maxConnections(CONNECTIONS)
                                        .maxIdleTime(IDLE)
                                        .build())
                        .followRedirect(false)
                        .resolver(targets.resolver())
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) settings.timeout().toMillis())
                        .responseTimeout(settings.timeout());
    }

    /**
     * Event to send.
     *
     * @param id the same in each attempt
     * @param traceparent the trace that it belongs to
     */
    record Event(String id, String body, @Nullable String traceparent) {}

    AttemptOutcome send(String url, Event event, List<String> secrets) {
        Instant at = time.instant();
        long start = ticker.getAsLong();
        Integer status = null;
        String problem = null;
        // An address in the URL itself is never looked up, so it is checked here.
        Optional<String> refusal = targets.refusal(url);
        if (refusal.isPresent()) {
            problem = "REFUSED_TARGET";
        } else {
            try {
                status = post(url, event, signature(event.id(), at, event.body(), secrets), at);
            } catch (RuntimeException e) {
                problem = word(e);
            }
        }
        long millis = Math.round((ticker.getAsLong() - start) / NANOS_PER_MILLI);
        return new AttemptOutcome(at, millis, status, problem);
    }

    private Integer post(String url, Event event, String signature, Instant at) {
        return http.headers(
                        headers -> {
                            headers.set("content-type", "application/json")
                                    .set("user-agent", "coexistence-webhooks/1")
                                    .set("webhook-id", event.id())
                                    .set("webhook-timestamp", at.getEpochSecond())
                                    .set("webhook-signature", signature);
                            if (event.traceparent() != null) {
                                headers.set(Traces.HEADER, event.traceparent());
                            }
                        })
                .post()
                .uri(url)
                .send(
                        Mono.fromSupplier(() ->
                                Unpooled.wrappedBuffer(
                                        event.body().getBytes(StandardCharsets.UTF_8))))
                .response()
                .map(response -> response.status().code())
                .blockOptional(timeout.multipliedBy(2))
                .orElseThrow(() -> new IllegalStateException("NO_ANSWER"));
    }

    /** One signature for each secret that is valid now. */
    static String signature(String eventId, Instant at, String body, List<String> secrets) {
        return secrets.stream()
                .map(secret -> {
                    try {
                        return new Webhook(secret).sign(eventId, at.getEpochSecond(), body);
                    } catch (WebhookSigningException | EmptyWebhookSecretException e) {
                        throw new IllegalStateException("The secret cannot sign", e);
                    }
                })
                .collect(Collectors.joining(" "));
    }

    private static String word(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case TargetCheck.RefusedTarget _ -> {
                    return "REFUSED_TARGET";
                }
                case UnknownHostException _ -> {
                    return "UNKNOWN_HOST";
                }
                case ConnectTimeoutException _, ReadTimeoutException _, TimeoutException _ -> {
                    return "TIMEOUT";
                }
                case ConnectException _ -> {
                    return "CONNECTION_REFUSED";
                }
                case SSLException _ -> {
                    return "TLS";
                }
                default -> {}
            }
        }
        return "NO_ANSWER";
    }
}
