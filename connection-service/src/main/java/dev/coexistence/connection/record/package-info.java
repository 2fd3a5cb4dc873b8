/** Store of connections, and the outbox that publishes them. */
@NullMarked
package dev.coexistence.connection.record;

import org.jspecify.annotations.NullMarked;
