package dev.coexistence.simulator.trace;

/**
 * An accepted message.
 *
 * @param to the recipient's digits
 */
public record Sent(String wamid, String to, String callbackData, boolean template) {}
