package dev.coexistence.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.coexistence.ingest.RunningIngest;
import dev.coexistence.ingest.Samples;
import dev.coexistence.ingest.Signed;
import dev.coexistence.local.LocalStack;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS ends in the service, as its README says how; the probes have a port of their own. */
class MutualTlsIT {
    private static final String META = "client.webhooks.fbclientcerts.com";

    @TempDir Path folder;

    @Test
    void takesWebhooksOnlyFromMetasClientCertificate() throws Exception {
        var server = TestCertificate.make(folder, "server", "CN=localhost", "IP:127.0.0.1");
        var meta = TestCertificate.make(folder, "meta", "CN=" + META, "DNS:" + META);
        var neighbour =
                TestCertificate.make(folder, "neighbour", "CN=other.example", "DNS:other.example");
        var stranger = TestCertificate.make(folder, "stranger", "CN=" + META, "DNS:" + META);
        Path trusted = folder.resolve("trusted.pem");
        Files.writeString(
                trusted,
                Files.readString(meta.certificateFile())
                        + Files.readString(neighbour.certificateFile()));

        try (var ingest =
                RunningIngest.start(
                        LocalStack.shared(),
                        "--spring.ssl.bundle.pem.webhook.keystore.certificate=file:"
                                + server.certificateFile(),
                        "--spring.ssl.bundle.pem.webhook.keystore.private-key=file:"
                                + server.keyFile(),
                        "--spring.ssl.bundle.pem.webhook.truststore.certificate=file:" + trusted,
                        "--server.ssl.bundle=webhook",
                        "--server.ssl.client-auth=need",
                        "--ingest.receive.client-certificate-name=" + META,
                        "--management.server.ssl.enabled=false")) {
            awaitReady(ingest);
            URI webhooks =
                    URI.create(
                            "https://127.0.0.1:"
                                    + ingest.property("local.server.port")
                                    + "/webhooks/whatsapp");

            var accepted = post(webhooks, server, meta);
            var refused = post(webhooks, server, neighbour);

            assertThat(accepted.statusCode()).isEqualTo(200);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("problems/client-certificate");
            assertThatThrownBy(() -> post(webhooks, server, stranger))
                    .as("the name on a certificate that nobody trusts")
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> post(webhooks, server, null)).isInstanceOf(IOException.class);
            assertThat(ingest.count("webhooks", "outcome", "accepted")).isEqualTo(1);
            assertThat(ingest.count("webhooks", "outcome", "certificate")).isEqualTo(1);
            assertThat(endsIn(ingest, "whatsapp.trust.ends.in")).isPositive();
            assertThat(endsIn(ingest, "ssl.chain.expiry")).isPositive();
        }
    }

    private static double endsIn(RunningIngest ingest, String meter) {
        return ingest.bean(MeterRegistry.class).get(meter).tag("bundle", "webhook").gauge().value();
    }

    private static void awaitReady(RunningIngest ingest) {
        var readiness =
                URI.create(
                        "http://127.0.0.1:"
                                + ingest.property("local.management.port")
                                + "/actuator/health/readiness");
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> ingest.send(HttpRequest.newBuilder(readiness)).statusCode() == 200);
    }

    private static HttpResponse<String> post(
            URI uri, TestCertificate server, @Nullable TestCertificate own) throws Exception {
        byte[] body = Samples.bytes(Samples.textWebhook("wamid.TLS", "x"));
        try (var http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(server.clientContext(own))
                        .build()) {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(Duration.ofSeconds(30))
                            .header(SignatureVerifier.HEADER, Signed.header(body))
                            .POST(BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
