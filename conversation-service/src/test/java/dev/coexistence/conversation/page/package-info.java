/** The page against a read model in memory, and in a real browser. */
@NullMarked
package dev.coexistence.conversation.page;

import org.jspecify.annotations.NullMarked;
