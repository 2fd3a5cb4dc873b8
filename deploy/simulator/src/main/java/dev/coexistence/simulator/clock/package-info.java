/** The time of the simulated world. */
@NullMarked
package dev.coexistence.simulator.clock;

import org.jspecify.annotations.NullMarked;
