/** Callers of a service: who they are, what each route asks of them, what they did. */
@NullMarked
package dev.coexistence.access;

import org.jspecify.annotations.NullMarked;
