@NullMarked
package dev.coexistence.conversation.search;

import org.jspecify.annotations.NullMarked;
