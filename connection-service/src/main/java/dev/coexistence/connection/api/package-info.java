/** HTTP API of connections, for people and programs. */
@NullMarked
package dev.coexistence.connection.api;

import org.jspecify.annotations.NullMarked;
