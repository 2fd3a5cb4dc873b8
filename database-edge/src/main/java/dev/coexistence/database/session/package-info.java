/** Sessions of PostgreSQL behind a pooler: whether a connection keeps its own. */
@NullMarked
package dev.coexistence.database.session;

import org.jspecify.annotations.NullMarked;
