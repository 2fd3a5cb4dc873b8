/** Metrics of the service. */
@NullMarked
package dev.coexistence.dispatch.metrics;

import org.jspecify.annotations.NullMarked;
