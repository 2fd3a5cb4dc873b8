/** Compacted topics that each instance holds in memory as a whole. */
@NullMarked
package dev.coexistence.kafka.follow;

import org.jspecify.annotations.NullMarked;
