/** Pacing of a number's messages. Plain Java over a monotonic clock. */
@NullMarked
package dev.coexistence.dispatch.pacing;

import org.jspecify.annotations.NullMarked;
