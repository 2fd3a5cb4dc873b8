@NullMarked
package dev.coexistence.conversation.standby;

import org.jspecify.annotations.NullMarked;
