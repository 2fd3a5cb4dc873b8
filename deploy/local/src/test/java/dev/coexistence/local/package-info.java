@NullMarked
package dev.coexistence.local;

import org.jspecify.annotations.NullMarked;
