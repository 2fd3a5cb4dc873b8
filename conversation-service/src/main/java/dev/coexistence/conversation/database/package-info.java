/** PostgreSQL, many rows at a time. */
@NullMarked
package dev.coexistence.conversation.database;

import org.jspecify.annotations.NullMarked;
