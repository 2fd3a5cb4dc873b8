/** A durable queue per number between the log and Meta, paced to the budget of each number. */
@NullMarked
package dev.coexistence.dispatch;

import org.jspecify.annotations.NullMarked;
