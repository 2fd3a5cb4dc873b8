@NullMarked
package dev.coexistence.watching;

import org.jspecify.annotations.NullMarked;
