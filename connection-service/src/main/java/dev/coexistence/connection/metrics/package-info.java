/** What can be counted and timed. */
@NullMarked
package dev.coexistence.connection.metrics;

import org.jspecify.annotations.NullMarked;
