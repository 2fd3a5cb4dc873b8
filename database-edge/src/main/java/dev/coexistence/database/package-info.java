/**
 * Threads that work until they are closed, an outbox, claimed rows, transactions of one tenant, and
 * the columns of many rows in one statement.
 */
@NullMarked
package dev.coexistence.database;

import org.jspecify.annotations.NullMarked;
