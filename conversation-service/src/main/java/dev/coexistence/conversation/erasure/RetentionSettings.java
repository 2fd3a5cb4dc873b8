package dev.coexistence.conversation.erasure;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Retention of messages, changes, deliveries and of what waits.
 *
 * @param messages age after which messages and all of theirs go; zero keeps them for ever
 * @param changes how far back followers of the events can resume
 * @param deliveries how long ended webhook deliveries stay in the log, and the traces of commands
 * @param waiting how long a status, an edit or a revoke waits for its message
 * @param waitingLimit how many may wait at most, all numbers together; the oldest go first
 * @param agents how long a message shows which agent wrote it from the page, and never longer than
 *     messages are kept; zero as long as these
 */
@ConfigurationProperties("retention")
record RetentionSettings(
        @DefaultValue("0s") Duration messages,
        @DefaultValue("7d") Duration changes,
        @DefaultValue("30d") Duration deliveries,
        @DefaultValue("30d") Duration waiting,
        @DefaultValue("1000000") long waitingLimit,
        @DefaultValue("400d") Duration agents) {

    RetentionSettings {
        if (messages.isNegative()) {
            throw new IllegalArgumentException(
                    "retention.messages must not be negative, was " + messages);
        }
        if (agents.isNegative()) {
            throw new IllegalArgumentException(
                    "retention.agents must not be negative, was " + agents);
        }
        if (waitingLimit < 1) {
            throw new IllegalArgumentException(
                    "retention.waiting-limit must be at least 1, was " + waitingLimit);
        }
    }

    /** Time for which names of agents are kept; zero for ever. */
    Duration agentNames() {
        boolean asMessages =
                agents.isZero() || (messages.isPositive() && messages.compareTo(agents) < 0);
        return asMessages ? messages : agents;
    }
}
