/** The unified view of every conversation: the application and its settings. */
@NullMarked
package dev.coexistence.conversation;

import org.jspecify.annotations.NullMarked;
