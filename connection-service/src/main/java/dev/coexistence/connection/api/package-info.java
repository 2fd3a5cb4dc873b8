/** What people and programs ask over HTTP. */
@NullMarked
package dev.coexistence.connection.api;

import org.jspecify.annotations.NullMarked;
