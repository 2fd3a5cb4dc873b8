/** Messages of a batch: state, row, table, merge and what follows from them. */
@NullMarked
package dev.coexistence.conversation.projection.message;

import org.jspecify.annotations.NullMarked;
