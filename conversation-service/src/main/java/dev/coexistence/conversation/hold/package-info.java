/** Holds: Meta takes nothing of a number at present, as the dispatcher reports. */
@NullMarked
package dev.coexistence.conversation.hold;

import org.jspecify.annotations.NullMarked;
