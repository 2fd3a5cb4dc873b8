/** What changed, told to whoever listens, without a gap. */
@NullMarked
package dev.coexistence.conversation.live;

import org.jspecify.annotations.NullMarked;
