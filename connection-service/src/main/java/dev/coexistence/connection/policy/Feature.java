package dev.coexistence.connection.policy;

/**
 * A feature of the app that coexistence takes away or changes.
 *
 * @param feature short name, as it stands on the topic
 * @param effect what the owner will notice, in a sentence
 */
public record Feature(String feature, String effect) {}
