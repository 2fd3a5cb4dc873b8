@NullMarked
package dev.coexistence.simulator.number;

import org.jspecify.annotations.NullMarked;
