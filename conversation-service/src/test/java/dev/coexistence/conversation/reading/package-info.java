@NullMarked
package dev.coexistence.conversation.reading;

import org.jspecify.annotations.NullMarked;
