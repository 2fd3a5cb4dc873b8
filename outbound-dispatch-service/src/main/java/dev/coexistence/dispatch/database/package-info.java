/** The service's database: transactions, rows, offsets. */
@NullMarked
package dev.coexistence.dispatch.database;

import org.jspecify.annotations.NullMarked;
