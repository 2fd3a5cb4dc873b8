package dev.coexistence.connection.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.coexistence.connection.lifecycle.LinkCheck.Status;
import dev.coexistence.graph.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureProbeTest {

    @ParameterizedTest
    @CsvSource({
        "200, 401, PASSED",
        "200, 200, FAILED",
        "401, 401, FAILED",
        "503, 401, PENDING",
        "404, 404, PENDING",
    })
    void onlyADefiniteAnswerFailsIt(int signed, int forged, Status status) {
        assertThat(SignatureProbe.verdict(signed, forged).status()).isEqualTo(status);
    }

    @Test
    void staysPendingWithoutAnAddress() {
        assertThat(
                        new SignatureProbe(
                                        Optional.empty(),
                                        new Secret("sample"),
                                        InstantSource.system())
                                .check()
                                .status())
                .isEqualTo(Status.PENDING);
    }

    @Test
    void asksAGatewayOnceAnHourWithARightAndAWrongSignature() throws IOException {
        var now = new AtomicReference<>(Instant.EPOCH);
        var gateway = new Gateway("sample");
        try (gateway) {
            var probe =
                    new SignatureProbe(
                            Optional.of(gateway.address()), new Secret("sample"), now::get);

            assertThat(probe.check().status()).isEqualTo(Status.PASSED);
            assertThat(probe.check().status()).isEqualTo(Status.PASSED);
            assertThat(gateway.statuses).containsExactly(200, 401);
            now.set(Instant.EPOCH.plusSeconds(3600));
            assertThat(probe.check().status()).isEqualTo(Status.PASSED);
            assertThat(gateway.statuses).hasSize(4);
        }
    }

    @Test
    void failsWhereTheGatewayHasAnotherSecret() throws IOException {
        try (var gateway = new Gateway("another")) {
            var probe =
                    new SignatureProbe(
                            Optional.of(gateway.address()),
                            new Secret("sample"),
                            InstantSource.system());

            assertThat(probe.check().status()).isEqualTo(Status.FAILED);
        }
    }

    @Test
    void staysPendingWhereNobodyListens() throws IOException {
        URI address;
        try (var gateway = new Gateway("sample")) {
            address = gateway.address();
        }

        assertThat(
                        new SignatureProbe(
                                        Optional.of(address),
                                        new Secret("sample"),
                                        InstantSource.system())
                                .check()
                                .status())
                .isEqualTo(Status.PENDING);
    }

    /** A gateway that checks signatures as Meta describes them. */
    private static final class Gateway implements AutoCloseable {
        final List<Integer> statuses = new CopyOnWriteArrayList<>();
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

        Gateway(String secret) throws IOException {
            server.createContext(
                    "/",
                    exchange -> {
                        byte[] body = exchange.getRequestBody().readAllBytes();
                        String signature =
                                exchange.getRequestHeaders().getFirst("X-Hub-Signature-256");
                        int status = ("sha256=" + hmac(secret, body)).equals(signature) ? 200 : 401;
                        statuses.add(status);
                        exchange.sendResponseHeaders(status, -1);
                        exchange.close();
                    });
            server.start();
        }

        URI address() {
            return URI.create(
                    "http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/whatsapp");
        }

        private static String hmac(String secret, byte[] body) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return HexFormat.of().formatHex(mac.doFinal(body));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
