/** Counters, gauges and timers of the service. */
@NullMarked
package dev.coexistence.connection.metrics;

import org.jspecify.annotations.NullMarked;
