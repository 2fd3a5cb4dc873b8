/** Runs the decisions: one thread on which they are taken, and the edges that carry them out. */
@NullMarked
package dev.coexistence.dispatch.engine;

import org.jspecify.annotations.NullMarked;
