/** The demo story: the whole system used through its public interfaces, every step checked. */
@NullMarked
package dev.coexistence.local.story;

import org.jspecify.annotations.NullMarked;
