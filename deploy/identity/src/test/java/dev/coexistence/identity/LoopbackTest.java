package dev.coexistence.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider is for one machine. */
class LoopbackTest {
    @TempDir Path folder;

    @Test
    void elsewhereThanOnLoopbackItDoesNotStart() {
        assertThatException()
                .isThrownBy(() -> RunningIdentity.start(folder, "--server.address=0.0.0.0").close())
                .havingRootCause()
                .withMessageContaining("listens on loopback only");
    }

    @Test
    void aForeignNameIsNotAnswered() throws Exception {
        try (var identity = RunningIdentity.start(folder, "--identity.hosts=identity.localhost")) {
            assertThat(statusUnder("evil.example", identity)).contains(" 421");
            assertThat(statusUnder("localhost", identity)).contains(" 200");
            assertThat(statusUnder("identity.localhost", identity)).contains(" 200");
        }
    }

    private static String statusUnder(String host, RunningIdentity identity) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), identity.port())) {
            socket.getOutputStream()
                    .write(
                            ("GET /.well-known/openid-configuration HTTP/1.1\r\nHost: "
                                            + host
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }
}
