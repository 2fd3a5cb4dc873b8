@NullMarked
package dev.coexistence.conversation.live;

import org.jspecify.annotations.NullMarked;
