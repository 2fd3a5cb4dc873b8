package dev.coexistence.conversation.api;

import dev.coexistence.local.LocalStack;
import dev.coexistence.local.trouble.PoisonedTopics;
import java.util.HashMap;
import java.util.Map;

/**
 * The service on a broker of its own, whose topics a test may poison.
 *
 * @param topics of that broker
 */
record PoisonedConversation(PoisonedTopics topics, RunningConversation service)
        implements AutoCloseable {
    static PoisonedConversation start(long seed) {
        return start(seed, Map.of());
    }

    /**
     * @param settings beside the broker's
     */
    static PoisonedConversation start(long seed, Map<String, String> settings) {
        var topics = PoisonedTopics.start(LocalStack.shared().registryUrl(), seed);
        try {
            var all = new HashMap<>(settings);
            all.put("kafka.bootstrap-servers", topics.bootstrapServers());
            return new PoisonedConversation(topics, RunningConversation.start(all));
        } catch (RuntimeException e) {
            topics.close();
            throw e;
        }
    }

    @Override
    public void close() {
        service.close();
        topics.close();
    }
}
