@NullMarked
package dev.coexistence.conversation.caller;

import org.jspecify.annotations.NullMarked;
