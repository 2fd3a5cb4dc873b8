@NullMarked
package dev.coexistence.conversation.erasure;

import org.jspecify.annotations.NullMarked;
