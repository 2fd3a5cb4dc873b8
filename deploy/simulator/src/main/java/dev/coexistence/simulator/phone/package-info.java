/** The people around a number: its owner with the Business app, and the customers. */
@NullMarked
package dev.coexistence.simulator.phone;

import org.jspecify.annotations.NullMarked;
