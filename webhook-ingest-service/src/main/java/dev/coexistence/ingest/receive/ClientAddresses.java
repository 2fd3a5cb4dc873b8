package dev.coexistence.ingest.receive;

import dev.coexistence.http.ClientAddress;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Addresses that tell clients apart. {@code X-Forwarded-For} counts from trusted proxies only:
 * everybody can write it.
 */
final class ClientAddresses {
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final Object UNKNOWN = "unknown";

    private final List<IpSubnetFilterRule> trustedProxies;

    /**
     * @param trustedProxies subnets in CIDR notation, or single addresses
     * @throws IllegalArgumentException where one of them is neither
     */
    ClientAddresses(List<String> trustedProxies) {
        this.trustedProxies = trustedProxies.stream().map(ClientAddresses::rule).toList();
    }

    private static IpSubnetFilterRule rule(String subnet) {
        String address = subnet.strip().replaceFirst("/.*", "");
        InetAddress parsed = NetUtil.createInetAddressFromIpAddressString(address);
        if (parsed == null) {
            throw new IllegalArgumentException(
                    "ingest.receive.trusted-proxies must be addresses or subnets such as"
                            + " 10.0.0.0/8, was "
                            + subnet);
        }
        String whole = parsed instanceof Inet6Address ? "/128" : "/32";
        return new IpSubnetFilterRule(
                subnet.contains("/") ? subnet.strip() : address + whole, IpFilterRuleType.ACCEPT);
    }

    /** The key that tells the client of this request from others. */
    Object identify(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        if (remote == null || remote.getAddress() == null) {
            return UNKNOWN;
        }
        InetAddress address = remote.getAddress();
        return ClientAddress.of(
                isTrusted(address) ? clientBehind(address, request.getHeaders()) : address);
    }

    /** The last address that no trusted proxy has. */
    private InetAddress clientBehind(InetAddress proxy, HttpHeaders headers) {
        InetAddress nearest = proxy;
        var hops = headers.getValuesAsList(FORWARDED_FOR).reversed();
        for (String hop : hops) {
            InetAddress address = parse(hop);
            if (address == null) {
                return nearest;
            }
            nearest = address;
            if (!isTrusted(address)) {
                return nearest;
            }
        }
        return nearest;
    }

    private boolean isTrusted(InetAddress address) {
        if (trustedProxies.isEmpty()) {
            return false;
        }
        var socket = new InetSocketAddress(address, 0);
        return trustedProxies.stream().anyMatch(rule -> rule.matches(socket));
    }

    /** With a port or without, never by a name server. */
    private static @Nullable InetAddress parse(String hop) {
        String text = hop.strip();
        if (text.startsWith("[") && text.contains("]")) {
            text = text.substring(1, text.indexOf(']'));
        } else if (text.indexOf(':') == text.lastIndexOf(':')) {
            text = text.replaceFirst(":.*", "");
        }
        return NetUtil.createInetAddressFromIpAddressString(text);
    }
}
