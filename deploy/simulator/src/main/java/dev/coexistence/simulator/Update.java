package dev.coexistence.simulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One change to tell about.
 *
 * @param entryId usually the WABA
 * @param override a callback of its own, or null for the app's
 * @param timed account fields carry the time of sending
 */
record Update(
        String entryId, @Nullable String override, boolean timed, String field, ObjectNode value) {}
