@NullMarked
package dev.coexistence.conversation.message;

import org.jspecify.annotations.NullMarked;
