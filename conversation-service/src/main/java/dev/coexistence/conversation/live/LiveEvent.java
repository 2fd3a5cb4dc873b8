package dev.coexistence.conversation.live;

import java.time.Instant;

/**
 * A change as it is told to followers.
 *
 * @param at when it was projected
 */
public record LiveEvent(Position position, Change change, Instant at) {}
