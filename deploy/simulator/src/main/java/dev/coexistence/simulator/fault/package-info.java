/** Misbehaviour on request. */
@NullMarked
package dev.coexistence.simulator.fault;

import org.jspecify.annotations.NullMarked;
