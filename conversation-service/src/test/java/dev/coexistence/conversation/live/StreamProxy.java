package dev.coexistence.conversation.live;

/** Proxy between a listener and a service, which goes away and whose successor takes its place. */
public interface StreamProxy extends AutoCloseable {
    /** Where listeners come. */
    String url();

    @Override
    void close();

    /** A proxy that keeps what it gets until it is much, as nginx does. */
    static StreamProxy buffering(String service) {
        return new BufferingProxy(service, true);
    }

    /** A real nginx, with its own defaults. */
    static StreamProxy nginx(String service) {
        return new NginxProxy(service);
    }
}
