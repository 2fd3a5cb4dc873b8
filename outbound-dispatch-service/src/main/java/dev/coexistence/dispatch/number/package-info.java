/**
 * Decisions about numbers: the next message, the meaning of an answer, the consequences. Events in,
 * actions out. Plain Java over a monotonic clock and an instant source; production and simulation
 * run the same classes.
 */
@NullMarked
package dev.coexistence.dispatch.number;

import org.jspecify.annotations.NullMarked;
