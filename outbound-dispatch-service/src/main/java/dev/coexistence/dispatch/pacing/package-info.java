/** How many messages of a number may leave, and when. Plain Java over a monotonic clock. */
@NullMarked
package dev.coexistence.dispatch.pacing;

import org.jspecify.annotations.NullMarked;
