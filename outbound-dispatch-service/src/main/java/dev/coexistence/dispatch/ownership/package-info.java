/** Ownership of partitions: epoch, fence and lease. */
@NullMarked
package dev.coexistence.dispatch.ownership;

import org.jspecify.annotations.NullMarked;
