@NullMarked
package dev.coexistence.conversation.content;

import org.jspecify.annotations.NullMarked;
