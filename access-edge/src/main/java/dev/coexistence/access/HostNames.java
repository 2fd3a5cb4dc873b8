package dev.coexistence.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names that a service may be asked by. A name that an attacker owns can be led to the service's
 * address (DNS rebinding), and the browser then takes the attacker's page for the service's own.
 */
final class HostNames {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    private final Set<String> names;

    /**
     * @param own names of the service and its machine
     * @param allowed further names, in lower case
     */
    HostNames(Collection<String> own, Collection<String> allowed) {
        this.names = new HashSet<>(LOOPBACK);
        own.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        allowed.forEach(name -> names.add(withoutPort(name)));
        names.remove("");
    }

    /** The machine's own name; empty where it has none. */
    static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "";
        }
    }

    /**
     * @param hosts of the request's header, of which there must be one
     * @param local address at which the connection came in, which is no name at all
     */
    boolean allow(List<String> hosts, @Nullable InetSocketAddress local) {
        if (hosts.size() != 1) {
            return false;
        }
        String name = withoutPort(hosts.getFirst());
        return names.contains(name)
                || (local != null
                        && local.getAddress() != null
                        && name.equals(local.getAddress().getHostAddress()));
    }

    private static String withoutPort(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) {
            int end = name.indexOf(']');
            return end < 0 ? name : name.substring(1, end);
        }
        int colon = name.indexOf(':');
        return colon < 0 || colon != name.lastIndexOf(':') ? name : name.substring(0, colon);
    }
}
