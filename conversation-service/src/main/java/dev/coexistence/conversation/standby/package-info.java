/** Threads that Meta's own agent has, and whether anybody answers in them. */
@NullMarked
package dev.coexistence.conversation.standby;

import org.jspecify.annotations.NullMarked;
