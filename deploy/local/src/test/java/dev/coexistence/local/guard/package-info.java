/** Tests of the guarded broker. */
@NullMarked
package dev.coexistence.local.guard;

import org.jspecify.annotations.NullMarked;
