@NullMarked
package dev.coexistence.conversation.projection;

import org.jspecify.annotations.NullMarked;
