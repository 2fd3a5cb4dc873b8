@NullMarked
package dev.coexistence.conversation.webhook;

import org.jspecify.annotations.NullMarked;
