/** State of one message, into which events are joined in any order. */
@NullMarked
package dev.coexistence.conversation.message;

import org.jspecify.annotations.NullMarked;
