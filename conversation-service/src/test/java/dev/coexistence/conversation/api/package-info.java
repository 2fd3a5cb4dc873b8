@NullMarked
package dev.coexistence.conversation.api;

import org.jspecify.annotations.NullMarked;
