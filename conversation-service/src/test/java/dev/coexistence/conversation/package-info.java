@NullMarked
package dev.coexistence.conversation;

import org.jspecify.annotations.NullMarked;
