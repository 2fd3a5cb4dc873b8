package dev.coexistence.http;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Bound on the connections of each remote address that are in the middle of a request's head. An
 * honest head is there at once, so the one that has waited longest makes room: a new connection is
 * never refused, also where a proxy in front makes all clients one address. Thread-safe.
 */
final class UnfinishedHeads {
    private final int perAddress;
    private final Map<ClientAddress, SequencedSet<Channel>> waiting = new HashMap<>();

    /**
     * @param perAddress zero for no bound
     */
    UnfinishedHeads(int perAddress) {
        this.perAddress = perAddress;
    }

    /** Place of a connection among those that wait. */
    final class Place {
        private final ClientAddress address;
        private final Channel channel;

        private Place(ClientAddress address, Channel channel) {
            this.address = address;
            this.channel = channel;
        }

        void leave() {
            synchronized (waiting) {
                waiting.computeIfPresent(
                        address,
                        (_, channels) -> {
                            channels.remove(channel);
                            return channels.isEmpty() ? null : channels;
                        });
            }
        }
    }

    /** Null where nothing is bounded. */
    @Nullable Place enter(Channel channel) {
        if (perAddress == 0 || !(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            return null;
        }
        ClientAddress address = ClientAddress.of(remote.getAddress());
        Channel longest = null;
        synchronized (waiting) {
            var channels = waiting.computeIfAbsent(address, _ -> new LinkedHashSet<>());
            channels.add(channel);
            if (channels.size() > perAddress) {
                longest = channels.removeFirst();
            }
        }
        if (longest != null) {
            var unused = longest.close();
        }
        return new Place(address, channel);
    }
}
