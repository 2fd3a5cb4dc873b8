/** Commands of people, sent through the dispatcher. */
@NullMarked
package dev.coexistence.conversation.sending;

import org.jspecify.annotations.NullMarked;
