/** Numbers of a batch: connection, hold and import. */
@NullMarked
package dev.coexistence.conversation.projection.number;

import org.jspecify.annotations.NullMarked;
