@NullMarked
package dev.coexistence.conversation.page.connections;

import org.jspecify.annotations.NullMarked;
