/** Work that waits, as the metrics tell of it. */
@NullMarked
package dev.coexistence.conversation.backlog;

import org.jspecify.annotations.NullMarked;
