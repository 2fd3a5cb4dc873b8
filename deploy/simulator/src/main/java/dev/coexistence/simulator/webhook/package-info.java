/** Webhooks: their shapes, their routing and their delivery. */
@NullMarked
package dev.coexistence.simulator.webhook;

import org.jspecify.annotations.NullMarked;
