@NullMarked
package dev.coexistence.identity;

import org.jspecify.annotations.NullMarked;
