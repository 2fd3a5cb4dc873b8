/** Observers of links that work: activity, account events, holds, tests. */
@NullMarked
package dev.coexistence.connection.watch;

import org.jspecify.annotations.NullMarked;
