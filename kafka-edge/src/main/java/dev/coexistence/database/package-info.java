/**
 * What a service needs of its database: a session that is its own, and a schema that it may write.
 */
@NullMarked
package dev.coexistence.database;

import org.jspecify.annotations.NullMarked;
