/** The numbers that Meta serves: who they belong to, where they stand, and what they may send. */
@NullMarked
package dev.coexistence.simulator.number;

import org.jspecify.annotations.NullMarked;
