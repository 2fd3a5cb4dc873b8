package dev.coexistence.conversation.webhook;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Check of webhook targets against private addresses. A name is checked when the endpoint is saved
 * and again by every connection, on the very addresses that the connection uses, so a name that
 * changes its address gains nothing.
 */
@Component
final class TargetCheck {
    private static final int HTTPS_PORT = 443;

    private final boolean allowPrivate;
    private final Set<Integer> ports;
    private final Lookup lookup;

    /** Finds the addresses of a host; may block. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    @Autowired
    TargetCheck(WebhookSettings settings) {
        this(settings, InetAddress::getAllByName);
    }

    TargetCheck(WebhookSettings settings, Lookup lookup) {
        this.allowPrivate = settings.allowPrivateTargets();
        this.ports = settings.ports();
        this.lookup = lookup;
    }

    /**
     * Reason for which this may be no target; empty where it may. Looks the name up, so it may
     * block.
     */
    Optional<String> refusal(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException _) {
            return Optional.of("It is no URL");
        }
        Optional<String> form = formRefusal(uri);
        if (form.isPresent()) {
            return form;
        }
        try {
            return addressRefusal(lookup.of(uri.getHost()));
        } catch (UnknownHostException _) {
            return Optional.of("Its host has no address");
        }
    }

    private Optional<String> formRefusal(URI uri) {
        boolean https = "https".equalsIgnoreCase(uri.getScheme());
        if (!https && !("http".equalsIgnoreCase(uri.getScheme()) && allowPrivate)) {
            return Optional.of("It must begin with https://");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
            return Optional.of("It needs a host, and neither user nor fragment");
        }
        int port = uri.getPort() < 0 ? HTTPS_PORT : uri.getPort();
        if (!allowPrivate && !ports.contains(port)) {
            return Optional.of(
                    "Its port must be one of "
                            + ports.stream()
                                    .sorted()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", ")));
        }
        return Optional.empty();
    }

    private Optional<String> addressRefusal(InetAddress... addresses) {
        return !allowPrivate && Arrays.stream(addresses).anyMatch(PrivateAddress::isPrivate)
                ? Optional.of("Its address is private, loopback, link-local or reserved")
                : Optional.empty();
    }

    /** Looks names up for connections and refuses what must not be reached. */
    AddressResolverGroup<InetSocketAddress> resolver() {
        return new AddressResolverGroup<>() {
            @Override
            protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
                return new Checked(executor).asAddressResolver();
            }
        };
    }

    /** Looks up on a thread of its own: a slow name server holds up nobody's connection. */
    private final class Checked extends InetNameResolver {
        Checked(EventExecutor executor) {
            super(executor);
        }

        @Override
        protected void doResolve(String host, Promise<InetAddress> promise) {
            look(host, promise, List::getFirst);
        }

        @Override
        protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
            look(host, promise, found -> found);
        }

        private <T> void look(
                String host, Promise<T> promise, Function<List<InetAddress>, T> answer) {
            Thread.ofVirtual()
                    .name("lookup")
                    .start(() -> {
                        try {
                            InetAddress[] found = lookup.of(host);
                            if (addressRefusal(found).isPresent()) {
                                promise.tryFailure(new RefusedTarget(host));
                            } else {
                                promise.trySuccess(answer.apply(List.of(found)));
                            }
                        } catch (UnknownHostException e) {
                            promise.tryFailure(e);
                        }
                    });
        }
    }

    /** A connection to it was refused by this service itself. */
    static final class RefusedTarget extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        RefusedTarget(String host) {
            super("The address of " + host + " is private, loopback, link-local or reserved");
        }
    }
}
