package dev.coexistence.local.story.client;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The running system as the outside sees it.
 *
 * @param at where the parts listen
 * @param management where the services tell their health and their figures
 * @param kafka the broker
 * @param registryUrl of the schema registry
 * @param appSecret with which webhooks are signed
 * @param identity logs people in and gives programs their tokens; null: nobody is asked who they
 *     are
 * @param broker can be taken away and brought back
 */
public record RunningSystem(
        Addresses at,
        Management management,
        EventBroker kafka,
        String registryUrl,
        String appSecret,
        @Nullable DemoIdentity identity,
        Broker broker) {

    /** Roots of the HTTP interfaces. */
    public record Addresses(
            URI conversation, URI connection, URI ingest, URI dispatch, URI simulator) {}

    /** Roots of the services' health and metrics. */
    public record Management(URI conversation, URI connection, URI ingest, URI dispatch) {}

    /**
     * The Kafka broker and the way to it.
     *
     * @param sender properties of clients that command messages
     * @param watcher properties of clients that look at everything
     */
    public record EventBroker(
            String bootstrapServers, Map<String, String> sender, Map<String, String> watcher) {

        @Override
        public String toString() {
            return "EventBroker[" + bootstrapServers + "]";
        }
    }

    /** The one thing that the story does to the system from below. */
    public interface Broker {
        void stop();

        /** Returns once it takes requests again. */
        void start();
    }

    @Override
    public String toString() {
        return "RunningSystem[at=" + at + "]";
    }
}
