@NullMarked
package dev.coexistence.connection.api;

import org.jspecify.annotations.NullMarked;
