/** Callers: what is theirs to read and change, and what is written down of them. */
@NullMarked
package dev.coexistence.conversation.caller;

import org.jspecify.annotations.NullMarked;
