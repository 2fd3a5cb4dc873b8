@NullMarked
package dev.coexistence.conversation.sending;

import org.jspecify.annotations.NullMarked;
