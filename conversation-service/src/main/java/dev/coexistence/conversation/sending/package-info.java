/** What people send from here; it goes through the dispatcher like everything else. */
@NullMarked
package dev.coexistence.conversation.sending;

import org.jspecify.annotations.NullMarked;
