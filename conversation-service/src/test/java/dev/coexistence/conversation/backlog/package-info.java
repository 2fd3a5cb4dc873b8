@NullMarked
package dev.coexistence.conversation.backlog;

import org.jspecify.annotations.NullMarked;
