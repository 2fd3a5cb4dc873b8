@NullMarked
package dev.coexistence.connection.metrics;

import org.jspecify.annotations.NullMarked;
