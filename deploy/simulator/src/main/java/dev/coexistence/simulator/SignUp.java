package dev.coexistence.simulator;

/**
 * What a finished popup hands over.
 *
 * @param code exchanged once, within 30 s
 * @param sessionEvent the window message, as JSON
 */
public record SignUp(String code, String sessionEvent) {}
