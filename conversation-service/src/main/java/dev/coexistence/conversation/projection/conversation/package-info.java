/** Conversations of a batch: their rows and counters. */
@NullMarked
package dev.coexistence.conversation.projection.conversation;

import org.jspecify.annotations.NullMarked;
