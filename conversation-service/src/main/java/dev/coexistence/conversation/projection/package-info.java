/**
 * Projection of facts into the database: one batch, one transaction, the same state in any order.
 */
@NullMarked
package dev.coexistence.conversation.projection;

import org.jspecify.annotations.NullMarked;
