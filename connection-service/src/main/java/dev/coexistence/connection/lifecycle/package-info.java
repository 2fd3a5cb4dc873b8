/** What a connection is, and what becomes of it: decisions without a framework. */
@NullMarked
package dev.coexistence.connection.lifecycle;

import org.jspecify.annotations.NullMarked;
