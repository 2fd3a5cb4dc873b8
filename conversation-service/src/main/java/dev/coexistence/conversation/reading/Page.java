package dev.coexistence.conversation.reading;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param nextCursor where the next page begins; null at the end. Opaque.
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {}
