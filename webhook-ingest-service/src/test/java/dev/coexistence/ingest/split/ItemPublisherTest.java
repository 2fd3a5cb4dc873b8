package dev.coexistence.ingest.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.coexistence.ingest.IngestMetrics;
import dev.coexistence.ingest.Samples;
import dev.coexistence.kafka.DeadLetters;
import dev.coexistence.kafka.EventPublisher;
import dev.coexistence.kafka.KafkaEdgeConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.apache.kafka.common.errors.RetriableException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ItemPublisherTest {

    @Test
    void comesAgainWhereTheRegistryRefusesOurSchema() throws Exception {
        var registry =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext(
                "/",
                exchange -> {
                    byte[] answer =
                            "{\"error_code\":409,\"message\":\"incompatible\"}"
                                    .getBytes(StandardCharsets.US_ASCII);
                    exchange.sendResponseHeaders(409, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        registry.start();
        try {
            new ApplicationContextRunner()
                    .withUserConfiguration(SslAutoConfiguration.class, KafkaEdgeConfiguration.class)
                    .withBean(SimpleMeterRegistry.class)
                    .withPropertyValues(
                            "kafka.bootstrap-servers=127.0.0.1:1",
                            "kafka.schema-registry-url=http://127.0.0.1:"
                                    + registry.getAddress().getPort())
                    .run(context -> {
                        var meters = context.getBean(MeterRegistry.class);
                        var publisher =
                                new ItemPublisher(
                                        context.getBean(EventPublisher.class),
                                        context.getBean(DeadLetters.class),
                                        new IngestMetrics(meters),
                                        InstantSource.system());
                        byte[] body = Samples.bytes(Samples.textWebhook("wamid.R", "x"));
                        publisher.publish(Splitting.raw(body), Splitting.split(body));

                        assertThatThrownBy(publisher::settle)
                                .as("an outage: neither published nor parked")
                                .isInstanceOf(RetriableException.class);
                        assertThat(meters.counter("whatsapp.ingest.split.items").count()).isZero();
                    });
        } finally {
            registry.stop(0);
        }
    }
}
