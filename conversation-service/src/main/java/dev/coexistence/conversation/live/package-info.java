/** Change notices and their stream, without a gap. */
@NullMarked
package dev.coexistence.conversation.live;

import org.jspecify.annotations.NullMarked;
