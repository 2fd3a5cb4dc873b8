/** Prefetch buffer of a number: the heads of its recipients' queues, in memory. */
@NullMarked
package dev.coexistence.dispatch.recipient;

import org.jspecify.annotations.NullMarked;
