package dev.coexistence.conversation.webhook;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Classification of addresses that a webhook must not reach. Of IPv4 everything is public but the
 * rows here; of IPv6 nothing is but global unicast less the rows here. The rows are IANA's
 * special-purpose registries of 2024-10-22 (RFC 6890), those that are globally reachable included:
 * no receiver of webhooks stands on an anycast address of a protocol. Forms that carry an IPv4
 * address inside (mapped, compatible, SIIT, NAT64) are outside global unicast, 6to4 and Teredo are
 * rows, and ISATAP is looked into.
 */
final class PrivateAddress {
    private static final List<IpSubnetFilterRule> NOT_PUBLIC_4 =
            rules(
                    "0.0.0.0/8", // this network, RFC 791
                    "10.0.0.0/8", // private use, RFC 1918
                    "100.64.0.0/10", // shared address space, RFC 6598; Alibaba's metadata
                    "127.0.0.0/8", // loopback, RFC 1122
                    "168.63.129.16/32", // Azure's wire server, a public address by number only
                    "169.254.0.0/16", // link local, RFC 3927; most clouds' metadata
                    "172.16.0.0/12", // private use, RFC 1918
                    "192.0.0.0/24", // IETF protocol assignments, RFC 6890; Oracle's metadata
                    "192.0.2.0/24", // documentation, RFC 5737
                    "192.31.196.0/24", // AS112, RFC 7535
                    "192.52.193.0/24", // AMT, RFC 7450
                    "192.88.99.0/24", // 6to4 relay anycast, RFC 7526
                    "192.168.0.0/16", // private use, RFC 1918
                    "192.175.48.0/24", // direct delegation AS112, RFC 7534
                    "198.18.0.0/15", // benchmarking, RFC 2544
                    "198.51.100.0/24", // documentation, RFC 5737
                    "203.0.113.0/24", // documentation, RFC 5737
                    "224.0.0.0/4", // multicast, RFC 5771
                    "240.0.0.0/4"); // reserved, RFC 1112, and limited broadcast

    private static final IpSubnetFilterRule GLOBAL_UNICAST_6 = rule("2000::/3"); // RFC 4291

    private static final List<IpSubnetFilterRule> NOT_PUBLIC_6 =
            rules(
                    "2001::/23", // IETF protocol assignments, RFC 2928, Teredo and ORCHID included
                    "2001:db8::/32", // documentation, RFC 3849
                    "2002::/16", // 6to4, RFC 3056
                    "2620:4f:8000::/48", // direct delegation AS112, RFC 7534
                    "3fff::/20"); // documentation, RFC 9637

    /** Offset of the mark in an ISATAP address, with the IPv4 address behind it (RFC 5214). */
    private static final int ISATAP_MARK = 8;

    private static final int ISATAP_ADDRESS = 12;
    private static final List<byte[]> ISATAP_MARKS =
            List.of(new byte[] {0, 0, 0x5e, (byte) 0xfe}, new byte[] {2, 0, 0x5e, (byte) 0xfe});

    private PrivateAddress() {}

    private static List<IpSubnetFilterRule> rules(String... subnets) {
        return Stream.of(subnets).map(PrivateAddress::rule).toList();
    }

    private static IpSubnetFilterRule rule(String subnet) {
        return new IpSubnetFilterRule(subnet, IpFilterRuleType.REJECT);
    }

    static boolean isPrivate(InetAddress address) {
        var socket = new InetSocketAddress(address, 0);
        return address instanceof Inet4Address
                ? NOT_PUBLIC_4.stream().anyMatch(rule -> rule.matches(socket))
                : !GLOBAL_UNICAST_6.matches(socket)
                        || NOT_PUBLIC_6.stream().anyMatch(rule -> rule.matches(socket))
                        || isPrivateIsatap(address.getAddress());
    }

    private static boolean isPrivateIsatap(byte[] address) {
        byte[] mark = Arrays.copyOfRange(address, ISATAP_MARK, ISATAP_ADDRESS);
        return ISATAP_MARKS.stream().anyMatch(isatap -> Arrays.equals(isatap, mark))
                && isPrivate(
                        extractIpv4(Arrays.copyOfRange(address, ISATAP_ADDRESS, address.length)));
    }

    private static InetAddress extractIpv4(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }
}
