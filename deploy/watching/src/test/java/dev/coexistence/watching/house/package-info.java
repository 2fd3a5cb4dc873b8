/** Checks of the whole repository's source text and documents. */
@NullMarked
package dev.coexistence.watching.house;

import org.jspecify.annotations.NullMarked;
