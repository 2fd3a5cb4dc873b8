/** Tests of the connection service. */
@NullMarked
package dev.coexistence.connection;

import org.jspecify.annotations.NullMarked;
