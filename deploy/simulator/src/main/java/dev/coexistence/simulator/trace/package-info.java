/** Requests that reached the provider, and messages it accepted. */
@NullMarked
package dev.coexistence.simulator.trace;

import org.jspecify.annotations.NullMarked;
