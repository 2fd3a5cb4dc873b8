/** The time by which this service decides. */
@NullMarked
package dev.coexistence.connection.clock;

import org.jspecify.annotations.NullMarked;
