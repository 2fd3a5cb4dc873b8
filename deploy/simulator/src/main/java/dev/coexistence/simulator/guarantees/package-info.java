/**
 * Promises as objects: told what was commanded, what arrived and how it ended, each says what was
 * broken. They know neither the simulator nor the dispatcher.
 */
@NullMarked
package dev.coexistence.simulator.guarantees;

import org.jspecify.annotations.NullMarked;
