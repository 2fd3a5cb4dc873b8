package dev.coexistence.conversation.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Whether an address is of a kind that a webhook must not reach: this machine, a private network, a
 * link, a range that is reserved, or an IPv6 form that carries such an IPv4 address inside.
 */
final class PrivateAddress {
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private PrivateAddress() {}

    static boolean is(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPrivate4(bytes) : isPrivate6(bytes);
    }

    private static boolean isPrivate4(byte[] b) {
        int first = b[0] & 0xff;
        int second = b[1] & 0xff;
        int third = b[2] & 0xff;
        return switch (first) {
            case 0, 10, 127 -> true;
            case 100 -> second >= 64 && second <= 127;
            case 169 -> second == 254;
            case 172 -> second >= 16 && second <= 31;
            case 192 ->
                    second == 168
                            || (second == 0 && (third == 0 || third == 2))
                            || (second == 88 && third == 99);
            case 198 -> second == 18 || second == 19 || (second == 51 && third == 100);
            case 203 -> second == 0 && third == 113;
            default -> first >= 224;
        };
    }

    private static boolean isPrivate6(byte[] b) {
        int first = b[0] & 0xff;
        int second = b[1] & 0xff;
        if ((first & 0xfe) == 0xfc || (first == 0xfe && (second & 0xc0) == 0xc0)) {
            return true;
        }
        if (first == 0x20 && second == 0x01) {
            int third = b[2] & 0xff;
            int fourth = b[3] & 0xff;
            return (third == 0 && fourth == 0) || (third == 0x0d && fourth == 0xb8);
        }
        if (first == 0x20 && second == 0x02) {
            return inside(b, 2);
        }
        if (Arrays.equals(Arrays.copyOf(b, NAT64.length), NAT64)) {
            return inside(b, 12);
        }
        // ::/96 and ::ffff:0:0/96, in case the platform has not made an IPv4 address of it
        boolean zeros = true;
        for (int i = 0; i < 10; i++) {
            zeros &= b[i] == 0;
        }
        return zeros && inside(b, 12);
    }

    private static boolean inside(byte[] b, int from) {
        try {
            return is(InetAddress.getByAddress(Arrays.copyOfRange(b, from, from + 4)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }
}
