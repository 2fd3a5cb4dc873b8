@NullMarked
package dev.coexistence.conversation.fact;

import org.jspecify.annotations.NullMarked;
