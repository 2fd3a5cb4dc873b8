package dev.coexistence.conversation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.coexistence.conversation.ConversationApplication;
import dev.coexistence.local.LocalStack;
import dev.coexistence.schemas.TokenCipher;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The service stops while somebody listens to its changes. */
class ShutdownIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void endsOpenStreamsInsteadOfWaitingForThem() throws Exception {
        ConfigurableApplicationContext service = start();
        String port = service.getEnvironment().getProperty("local.server.port");
        try (HttpClient http = HttpClient.newHttpClient()) {
            var lines =
                    http.sendAsync(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "http://127.0.0.1:"
                                                                    + port
                                                                    + "/v1/events"))
                                            .build(),
                                    BodyHandlers.ofLines())
                            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            var read = CompletableFuture.supplyAsync(() -> count(lines.body()));
            await().atMost(PATIENCE)
                    .until(() ->
                            service.getBean(io.micrometer.core.instrument.MeterRegistry.class)
                                            .get("whatsapp.conversation.live.streams")
                                            .gauge()
                                            .value()
                                    == 1);

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(service::close);

            assertThatCode(() -> stopped.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .doesNotThrowAnyException();
            assertThat(read.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isPositive();
        }
    }

    private static long count(Stream<String> lines) {
        try (lines) {
            return lines.count();
        }
    }

    private static ConfigurableApplicationContext start() {
        var stack = LocalStack.shared();
        var place = stack.newDatabase("shutdown");
        return new SpringApplicationBuilder(ConversationApplication.class)
                .run(
                        "--server.port=0",
                        "--kafka.bootstrap-servers=" + stack.bootstrapServers(),
                        "--kafka.schema-registry-url=" + stack.registryUrl(),
                        "--spring.datasource.url=" + place.url(),
                        "--spring.datasource.username=" + place.user(),
                        "--spring.datasource.password=" + Objects.toString(place.password(), ""),
                        "--spring.jmx.enabled=false",
                        "--token.keyset=" + TokenCipher.newKeyset());
    }
}
