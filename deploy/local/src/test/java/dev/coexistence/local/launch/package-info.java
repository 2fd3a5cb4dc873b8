@NullMarked
package dev.coexistence.local.launch;

import org.jspecify.annotations.NullMarked;
