/** What is kept of connections, and published of them. */
@NullMarked
package dev.coexistence.connection.record;

import org.jspecify.annotations.NullMarked;
