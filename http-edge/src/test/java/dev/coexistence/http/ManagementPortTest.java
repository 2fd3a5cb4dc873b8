package dev.coexistence.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

class ManagementPortTest {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Service {}

    @Test
    void endsHalfSentHeadsOnBothPorts() throws IOException {
        try (var context =
                new SpringApplicationBuilder(Service.class)
                        .web(WebApplicationType.REACTIVE)
                        .run(
                                "--server.port=0",
                                "--management.server.port=0",
                                "--http.head-timeout=300ms")) {
            for (String port : new String[] {"local.server.port", "local.management.port"}) {
                int number = context.getEnvironment().getRequiredProperty(port, Integer.class);
                try (var socket = new Socket(InetAddress.getLoopbackAddress(), number)) {
                    socket.setSoTimeout(20_000);
                    socket.getOutputStream().write("GET /act".getBytes(StandardCharsets.US_ASCII));
                    assertThat(socket.getInputStream().read()).as(port).isEqualTo(-1);
                }
            }
        }
    }
}
