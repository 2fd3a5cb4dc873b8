package dev.coexistence.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

class OpenModeTest {

    @Test
    void everybodyOnThisMachineMayDoEverything() throws IOException {
        try (var service = TestService.start(TestService.WithTable.class, "--access.open=true")) {
            var me = service.get("/v1/me").json();

            assertThat(me.path("kind").asString()).isEqualTo("OPEN");
            assertThat(me.path("tenant").asString()).isEqualTo("(all)");
            assertThat(me.path("scopes")).hasSize(Scope.values().length);
            assertThat(service.post("/v1/things/redrive", "").status()).isEqualTo(200);
            assertThat(service.get("/v1/forgotten").status()).isEqualTo(404);
            assertThat(service.get("/open", "Host: evil.example").status()).isEqualTo(421);
        }
    }

    @Test
    void aServiceWithoutATableIsNotHeldToOne() throws IOException {
        try (var service =
                TestService.start(TestService.WithoutTable.class, "--access.open=true")) {
            assertThat(service.get("/v1/forgotten").status()).isEqualTo(200);
        }
    }

    @Test
    void listensOnLoopbackAlone() throws IOException {
        try (var service = TestService.start(TestService.WithTable.class, "--access.open=true")) {
            for (InetAddress address : outerAddresses()) {
                assertThatThrownBy(
                                () -> {
                                    try (var socket = new Socket(address, service.port())) {
                                        socket.getInputStream();
                                    }
                                })
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void refusesAnyOtherAddress() {
        assertThatThrownBy(() ->
                        TestService.start(
                                TestService.WithTable.class,
                                "--access.open=true",
                                "--server.address=0.0.0.0"))
                .hasStackTraceContaining("server.address is not loopback");
    }

    @Test
    void aServiceWithoutIssuerDoesNotStart() {
        assertThatThrownBy(
                        () -> TestService.start(TestService.WithTable.class, "--access.open=false"))
                .hasStackTraceContaining("ACCESS_ISSUER (access.issuer) is not set");
        assertThatThrownBy(() ->
                        TestService.start(
                                TestService.WithTable.class,
                                "--access.open=false",
                                "--access.issuer= "))
                .hasStackTraceContaining("ACCESS_ISSUER (access.issuer) is not set");
    }

    @Test
    void aClosedServiceWithoutATableDoesNotStart() {
        assertThatThrownBy(() ->
                        TestService.start(
                                TestService.WithoutTable.class,
                                "--access.open=false",
                                "--access.issuer=http://127.0.0.1:1"))
                .hasStackTraceContaining("has no AccessTable");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void saysSoAtEachStart(CapturedOutput output) {
        TestService.start(TestService.WithTable.class, "--access.open=true").close();

        assertThat(output).contains("access.open is true");
    }

    private static List<InetAddress> outerAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
    }
}
