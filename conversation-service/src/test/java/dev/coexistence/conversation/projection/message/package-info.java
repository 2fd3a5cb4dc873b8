@NullMarked
package dev.coexistence.conversation.projection.message;

import org.jspecify.annotations.NullMarked;
