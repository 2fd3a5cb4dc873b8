/**
 * Sessions that are a service's own, threads that work until they are closed, an outbox, claimed
 * rows, and the columns of many rows in one statement.
 */
@NullMarked
package dev.coexistence.database;

import org.jspecify.annotations.NullMarked;
