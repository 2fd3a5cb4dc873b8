/** Content of messages, read from Meta's own object. */
@NullMarked
package dev.coexistence.conversation.content;

import org.jspecify.annotations.NullMarked;
