package dev.coexistence.simulator.guarantees;

/**
 * A broken promise.
 *
 * @param guarantee the simple name of the promise
 * @param sentence what happened, with the ids concerned
 */
public record Violation(String guarantee, String sentence) {}
