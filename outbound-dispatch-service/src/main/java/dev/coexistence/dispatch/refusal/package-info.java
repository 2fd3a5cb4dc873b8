/** Meta's refusals: the meaning of each code, and the hold of a number that Meta refuses. */
@NullMarked
package dev.coexistence.dispatch.refusal;

import org.jspecify.annotations.NullMarked;
