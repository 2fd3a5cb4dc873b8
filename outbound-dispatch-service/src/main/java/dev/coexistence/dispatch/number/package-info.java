/**
 * What is sent next, what an answer means, what follows: events in, actions out. Plain Java over a
 * monotonic clock and an instant source; production and simulation run the same classes.
 */
@NullMarked
package dev.coexistence.dispatch.number;

import org.jspecify.annotations.NullMarked;
