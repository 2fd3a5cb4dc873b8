/** A command of a producer, its ends, and what it waits for. */
@NullMarked
package dev.coexistence.dispatch.command;

import org.jspecify.annotations.NullMarked;
