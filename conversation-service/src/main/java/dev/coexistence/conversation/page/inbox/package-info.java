/** The inbox: conversations, one thread, its contact, and the composer. */
@NullMarked
package dev.coexistence.conversation.page.inbox;

import org.jspecify.annotations.NullMarked;
