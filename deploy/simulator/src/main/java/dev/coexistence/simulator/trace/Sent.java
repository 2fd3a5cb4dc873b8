package dev.coexistence.simulator.trace;

import dev.coexistence.simulator.number.Recipient;

/**
 * An accepted message.
 *
 * @param category the template's category in lower case, as Meta prices it; empty for any other
 *     message
 */
public record Sent(String wamid, Recipient recipient, String callbackData, String category) {
    public boolean template() {
        return !category.isEmpty();
    }
}
