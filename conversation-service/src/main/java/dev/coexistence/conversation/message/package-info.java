/** What is known of one message, as a state that events are joined into in any order. */
@NullMarked
package dev.coexistence.conversation.message;

import org.jspecify.annotations.NullMarked;
