package dev.coexistence.conversation.live;

import java.time.Instant;

/**
 * Change notice with its offset and time.
 *
 * @param at when it was projected
 */
public record LiveEvent(ChangeOffset position, ChangeNotice change, Instant at) {}
