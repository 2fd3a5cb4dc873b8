/**
 * The dispatcher's decisions on a virtual clock: the same lanes, budgets and rules as in
 * production, around them a database, a way to Meta and a Meta that misbehave as the seed says.
 */
@NullMarked
package dev.coexistence.dispatch.simulation;

import org.jspecify.annotations.NullMarked;
