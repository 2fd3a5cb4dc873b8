package dev.coexistence.simulator.trace;

import dev.coexistence.simulator.number.SendRecipient;

/**
 * An accepted message.
 *
 * @param category the template's category in lower case, as Meta prices it; empty for any other
 *     message
 */
public record SentMessage(
        String wamid, SendRecipient recipient, String callbackData, String category) {
    public boolean template() {
        return !category.isEmpty();
    }
}
