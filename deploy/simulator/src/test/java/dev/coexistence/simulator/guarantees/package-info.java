@NullMarked
package dev.coexistence.simulator.guarantees;

import org.jspecify.annotations.NullMarked;
