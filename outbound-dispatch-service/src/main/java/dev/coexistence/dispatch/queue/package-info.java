/** The durable queue in PostgreSQL: every write is fenced by the epoch of its partition. */
@NullMarked
package dev.coexistence.dispatch.queue;

import org.jspecify.annotations.NullMarked;
