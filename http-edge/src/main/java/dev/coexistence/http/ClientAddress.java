package dev.coexistence.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Address that tells one client from others: an IPv4 address, or the /64 of an IPv6 address, which
 * a provider gives one customer (RFC 6177).
 *
 * @param prefix in hexadecimal
 */
public record ClientAddress(String prefix) {
    private static final int IPV6_PREFIX_BYTES = 8;

    public static ClientAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new ClientAddress(
                HexFormat.of()
                        .formatHex(
                                address instanceof Inet6Address
                                        ? Arrays.copyOf(bytes, IPV6_PREFIX_BYTES)
                                        : bytes));
    }
}
