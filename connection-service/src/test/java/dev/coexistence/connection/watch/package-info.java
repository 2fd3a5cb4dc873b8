@NullMarked
package dev.coexistence.connection.watch;

import org.jspecify.annotations.NullMarked;
