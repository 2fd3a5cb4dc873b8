/** The inbox, its decisions. */
@NullMarked
package dev.coexistence.conversation.page.inbox;

import org.jspecify.annotations.NullMarked;
