package dev.coexistence.local;

/**
 * One Kafka broker on this machine. Its data and its address outlive a stop, so a test can take the
 * broker away and bring it back. {@link #start} and {@link #stop} may be called any number of
 * times; both return when it is done.
 */
public sealed interface LocalBroker extends AutoCloseable
        permits InProcessBroker, BrokerProcess, ContainerBroker {

    /** Host and port; the same before, during and after a stop. */
    String bootstrapServers();

    void start();

    void stop();

    @Override
    default void close() {
        stop();
    }
}
