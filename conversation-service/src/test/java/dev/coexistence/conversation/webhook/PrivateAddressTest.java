package dev.coexistence.conversation.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateAddressTest {
    /** IANA's IPv4 special-purpose registry, multicast, and Azure's wire server. */
    private static final List<String> ROWS_4 =
            List.of(
                    "0.0.0.0/8",
                    "0.0.0.0/32",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "168.63.129.16/32",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.0.0/29",
                    "192.0.0.8/32",
                    "192.0.0.9/32",
                    "192.0.0.10/32",
                    "192.0.0.170/32",
                    "192.0.0.171/32",
                    "192.0.2.0/24",
                    "192.31.196.0/24",
                    "192.52.193.0/24",
                    "192.88.99.0/24",
                    "192.88.99.2/32",
                    "192.168.0.0/16",
                    "192.175.48.0/24",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "255.255.255.255/32");

    /** IANA's IPv6 special-purpose registry, and what was so once. */
    private static final List<String> ROWS_6 =
            List.of(
                    "::1/128",
                    "::/128",
                    "::ffff:0:0:0/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "100:0:0:1::/64",
                    "2001::/23",
                    "2001::/32",
                    "2001:1::1/128",
                    "2001:1::2/128",
                    "2001:1::3/128",
                    "2001:2::/48",
                    "2001:3::/32",
                    "2001:4:112::/48",
                    "2001:10::/28",
                    "2001:20::/28",
                    "2001:30::/28",
                    "2001:db8::/32",
                    "2002::/16",
                    "2620:4f:8000::/48",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8");

    @ParameterizedTest
    @FieldSource("ROWS_4")
    void endsAndNeighboursOfEachIpv4Row(String row) throws UnknownHostException {
        holds(row, ROWS_4, false);
    }

    @ParameterizedTest
    @FieldSource("ROWS_6")
    void endsAndNeighboursOfEachIpv6Row(String row) throws UnknownHostException {
        holds(row, ROWS_6, true);
    }

    @Test
    void nothingOutsideGlobalUnicastIsPublic() throws UnknownHostException {
        var global = Range.of("2000::/3");
        assertThat(PrivateAddress.isPrivate(address(global.first(), 16))).isFalse();
        assertThat(PrivateAddress.isPrivate(address(global.last(), 16))).isFalse();
        assertThat(PrivateAddress.isPrivate(address(global.first().subtract(BigInteger.ONE), 16)))
                .isTrue();
        assertThat(PrivateAddress.isPrivate(address(global.last().add(BigInteger.ONE), 16)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::ffff:10.0.0.1", // mapped
                "::10.0.0.1", // compatible
                "::ffff:0:10.0.0.1", // SIIT
                "64:ff9b::10.0.0.1", // NAT64
                "64:ff9b:1::10.0.0.1", // NAT64 of local use
                "2002:a00:1::", // 6to4
                "2001:0:4136:e378:8000:63bf:f5ff:fffe", // Teredo
                "2a00:1450::5efe:10.0.0.1", // ISATAP
                "2a00:1450::200:5efe:169.254.169.254",
                "169.254.169.254", // metadata of most clouds
                "100.100.100.200", // of Alibaba
                "192.0.0.192", // of Oracle
                "168.63.129.16", // of Azure
                "fd00:ec2::254", // of AWS
                "fd20:ce::254" // of Google
            })
    void looksIntoEveryFormAndKnowsTheCloudsOwn(String address) throws UnknownHostException {
        assertThat(PrivateAddress.isPrivate(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "::ffff:8.8.8.8",
                "157.240.0.1",
                "2606:4700::1111",
                "2a03:2880:f003::1",
                "2a00:1450::5efe:8.8.8.8"
            })
    void letsPublicOnesPass(String address) throws UnknownHostException {
        assertThat(PrivateAddress.isPrivate(InetAddress.getByName(address))).isFalse();
    }

    private static void holds(String row, List<String> rows, boolean v6)
            throws UnknownHostException {
        var range = Range.of(row);
        int bytes = v6 ? 16 : 4;
        var most = BigInteger.ONE.shiftLeft(8 * bytes).subtract(BigInteger.ONE);
        for (var number :
                List.of(
                        range.first().subtract(BigInteger.ONE),
                        range.first(),
                        range.last(),
                        range.last().add(BigInteger.ONE))) {
            if (number.signum() < 0 || number.compareTo(most) > 0) {
                continue;
            }
            boolean refused =
                    rows.stream().anyMatch(other -> Range.of(other).holds(number))
                            || (v6 && !Range.of("2000::/3").holds(number));
            var address = address(number, bytes);
            assertThat(PrivateAddress.isPrivate(address))
                    .as("%s beside %s", address, row)
                    .isEqualTo(refused);
        }
    }

    private static InetAddress address(BigInteger number, int length) throws UnknownHostException {
        byte[] raw = number.toByteArray();
        var bytes = new byte[length];
        for (int i = 0; i < Math.min(length, raw.length); i++) {
            bytes[length - 1 - i] = raw[raw.length - 1 - i];
        }
        return InetAddress.getByAddress(bytes);
    }

    private record Range(BigInteger first, BigInteger last) {
        static Range of(String row) {
            try {
                var parts = List.of(row.split("/", 2));
                byte[] bytes = InetAddress.getByName(parts.getFirst()).getAddress();
                var first = new BigInteger(1, bytes);
                int free = 8 * bytes.length - Integer.parseInt(parts.getLast());
                return new Range(
                        first, first.add(BigInteger.ONE.shiftLeft(free)).subtract(BigInteger.ONE));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(row, e);
            }
        }

        boolean holds(BigInteger number) {
            return number.compareTo(first) >= 0 && number.compareTo(last) <= 0;
        }
    }
}
