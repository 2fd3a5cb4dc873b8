/** What reached the provider, and what it accepted. */
@NullMarked
package dev.coexistence.simulator.trace;

import org.jspecify.annotations.NullMarked;
