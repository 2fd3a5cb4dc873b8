package dev.coexistence.ingest.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class ClientAddressesTest {
    private static final ClientAddresses DIRECT = new ClientAddresses(List.of());
    private static final ClientAddresses BEHIND =
            new ClientAddresses(List.of("10.0.0.0/8", "192.0.2.7", "fd00::/8"));

    @Test
    void believesNobodysForwardedForUnlessSet() {
        assertThat(client(DIRECT, "203.0.113.5", "198.51.100.1"))
                .isEqualTo(client(DIRECT, "203.0.113.5", "198.51.100.2"));
        assertThat(client(BEHIND, "203.0.113.5", "198.51.100.1"))
                .isEqualTo(client(BEHIND, "203.0.113.5", "198.51.100.2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | 198.51.100.1",
                "192.0.2.7 | 198.51.100.1",
                "fd00::1 | 198.51.100.1",
                "10.0.0.1 | 203.0.113.66, 198.51.100.1",
                "10.0.0.1 | 198.51.100.1, 10.2.0.3",
                "10.0.0.1 | 198.51.100.1:4711"
            })
    void tellsClientsBehindATrustedProxyApartByTheLastUntrustedHop(String proxy, String hops) {
        assertThat(client(BEHIND, proxy, hops)).isEqualTo(client(DIRECT, "198.51.100.1", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "_hidden", "inbox.example", "::g"})
    void staysWithTheProxyWhereNoAddressIsNamed(String hops) {
        assertThat(client(BEHIND, "10.0.0.1", hops)).isEqualTo(client(DIRECT, "10.0.0.1", ""));
    }

    @Test
    void takesOneSubnetOfIpv6ForOneClient() {
        assertThat(client(DIRECT, "2001:db8:1:2::1", ""))
                .isEqualTo(client(DIRECT, "2001:db8:1:2:ffff::9", ""))
                .isNotEqualTo(client(DIRECT, "2001:db8:1:3::1", ""));
    }

    @Test
    void namesASubnetThatIsNone() {
        assertThatThrownBy(() -> new ClientAddresses(List.of("proxy.example")))
                .hasMessageContaining("ingest.receive.trusted-proxies")
                .hasMessageContaining("proxy.example");
    }

    private static Object client(ClientAddresses addresses, String remote, String forwarded) {
        var request =
                MockServerHttpRequest.post("/webhooks/whatsapp")
                        .remoteAddress(new InetSocketAddress(remote, 4711));
        if (!forwarded.isEmpty()) {
            request.header("X-Forwarded-For", forwarded);
        }
        return addresses.identify(request.build());
    }
}
