@NullMarked
package dev.coexistence.simulator.trace;

import org.jspecify.annotations.NullMarked;
