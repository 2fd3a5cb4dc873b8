/** What Meta refuses, what each of its codes means, and how a number that it refuses is held. */
@NullMarked
package dev.coexistence.dispatch.refusal;

import org.jspecify.annotations.NullMarked;
