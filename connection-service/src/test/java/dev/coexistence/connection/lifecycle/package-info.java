@NullMarked
package dev.coexistence.connection.lifecycle;

import org.jspecify.annotations.NullMarked;
