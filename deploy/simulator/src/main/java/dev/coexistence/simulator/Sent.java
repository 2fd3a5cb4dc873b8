package dev.coexistence.simulator;

/**
 * An accepted message.
 *
 * @param to the recipient's digits
 */
record Sent(String wamid, String to, String callbackData, boolean template) {}
