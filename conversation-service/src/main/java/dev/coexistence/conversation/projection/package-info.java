/**
 * From the topics into the database: one batch, one transaction, one and the same state in any
 * order.
 */
@NullMarked
package dev.coexistence.conversation.projection;

import org.jspecify.annotations.NullMarked;
