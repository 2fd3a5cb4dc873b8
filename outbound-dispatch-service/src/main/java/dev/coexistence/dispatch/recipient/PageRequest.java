package dev.coexistence.dispatch.recipient;

import dev.coexistence.dispatch.command.Priority;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands to read, in order of arrival: those of a number and priority after a place in the order.
 *
 * @param lane who asks; an answer for a lane that is gone is dropped
 * @param recipient only this recipient's; null for all
 * @param except recipients to pass over
 */
public record PageRequest(
        String number,
        int partition,
        long lane,
        Priority priority,
        @Nullable String recipient,
        List<String> except,
        long after,
        int limit) {}
