@NullMarked
package dev.coexistence.conversation.media;

import org.jspecify.annotations.NullMarked;
