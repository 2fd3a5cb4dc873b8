package dev.coexistence.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.coexistence.schemas.SchemaRegistry.IncompatibleSchema;
import dev.coexistence.schemas.SchemaRegistry.NotAvro;
import dev.coexistence.schemas.SchemaRegistry.RegistryUnavailable;
import dev.coexistence.schemas.SchemaRegistry.UnknownSchema;
import dev.coexistence.schemas.broker.RegistryAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Readings of each answer of a registry. That a real registry gives these answers is tested in
 * deploy/local.
 */
class HttpSchemaRegistryTest {
    private static final Schema SCHEMA = Schema.create(Schema.Type.STRING);

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicReference<String> authorization = new AtomicReference<>("none");
    private int status = 200;
    private String body = "{\"id\":7}";
    private HttpServer server;
    private HttpSchemaRegistry registry;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    requests.incrementAndGet();
                    authorization.set(
                            Objects.requireNonNullElse(
                                    exchange.getRequestHeaders().getFirst("Authorization"),
                                    "none"));
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length);
                    try (var out = exchange.getResponseBody()) {
                        out.write(bytes);
                    }
                });
        server.start();
        registry =
                new HttpSchemaRegistry(
                        URI.create(
                                "http://localhost:"
                                        + server.getAddress().getPort()
                                        + "/apis/ccompat/v7/"),
                        Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"me:secret, '', Basic bWU6c2VjcmV0", "'', t0ken, Bearer t0ken", "'', '', none"})
    void saysWhoItIs(String user, String token, String header) {
        registry.renew(RegistryAccess.of(user, token, ""));

        registry.idOf("t-value", SCHEMA);

        assertThat(authorization).hasValue(header);
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void asksOnceForASchema() {
        assertThat(registry.idOf("t-value", SCHEMA)).isEqualTo(7);
        assertThat(registry.idOf("t-value", SCHEMA)).isEqualTo(7);
        assertThat(registry.byId(7)).isEqualTo(SCHEMA);

        assertThat(requests).hasValue(1);
    }

    @Test
    void asksOnceForAnId() {
        body = "{\"schema\":\"\\\"string\\\"\"}";

        assertThat(registry.byId(3)).isEqualTo(SCHEMA);
        assertThat(registry.byId(3)).isEqualTo(SCHEMA);

        assertThat(requests).hasValue(1);
    }

    @Test
    void tellsAnUnknownIdFromARegistryInTrouble() {
        status = 404;
        assertThatThrownBy(() -> registry.byId(3)).isInstanceOf(UnknownSchema.class);

        status = 500;
        assertThatThrownBy(() -> registry.byId(3)).isInstanceOf(RegistryUnavailable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schemaType\":\"JSON\",\"schema\":\"{\\\"type\\\":\\\"object\\\"}\"}",
                "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\";\"}",
                "{\"schema\":\"syntax = \\\"proto3\\\";\"}",
                "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"of.Elsewhere\\\",\\\"fields\\\":[{\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"of.Another\\\"}]}\"}"
            })
    void saysThatASchemaIsNotAvroAndAsksOnce(String answer) {
        body = answer;

        assertThatThrownBy(() -> registry.byId(3)).isInstanceOf(NotAvro.class);
        assertThatThrownBy(() -> registry.byId(3)).isInstanceOf(NotAvro.class);

        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>404 Not Found</html>",
                "",
                "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}"
            })
    void takesAProxysOwn404ForARegistryInTrouble(String answer) {
        status = 404;
        body = answer;

        assertThatThrownBy(() -> registry.byId(3)).isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void takesTheRegistrys404ForAnUnknownId() {
        status = 404;
        body = "{\"error_code\":40403,\"message\":\"Schema 3 not found\"}";

        assertThatThrownBy(() -> registry.byId(3)).isInstanceOf(UnknownSchema.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void knowsWithoutAskingThatNoIdIsBelowOne(int id) {
        assertThatThrownBy(() -> registry.byId(id)).isInstanceOf(UnknownSchema.class);

        assertThat(requests).hasValue(0);
    }

    @Test
    void doesNotRememberAFailure() {
        status = 503;
        assertThatThrownBy(() -> registry.idOf("t-value", SCHEMA))
                .isInstanceOf(RegistryUnavailable.class);

        status = 200;
        assertThat(registry.idOf("t-value", SCHEMA)).isEqualTo(7);
    }

    @Test
    void saysThatASchemaIsRefused() {
        status = 409;

        assertThatThrownBy(() -> registry.idOf("t-value", SCHEMA))
                .isInstanceOf(IncompatibleSchema.class)
                .hasMessageContaining("t-value");
    }

    @Test
    void reportsARegistryThatIsAway() {
        server.stop(0);

        assertThatThrownBy(() -> registry.byId(3)).isInstanceOf(RegistryUnavailable.class);
    }
}
