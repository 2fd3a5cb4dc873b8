@NullMarked
package dev.coexistence.connection.record;

import org.jspecify.annotations.NullMarked;
