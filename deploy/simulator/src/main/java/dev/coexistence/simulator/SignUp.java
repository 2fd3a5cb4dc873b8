package dev.coexistence.simulator;

/**
 * Result of a finished popup.
 *
 * @param code exchanged once, within 30 s
 * @param sessionEvent the window message, as JSON
 */
public record SignUp(String code, String sessionEvent) {}
