/** That Meta takes nothing of a number at present, as the dispatcher tells it. */
@NullMarked
package dev.coexistence.conversation.hold;

import org.jspecify.annotations.NullMarked;
