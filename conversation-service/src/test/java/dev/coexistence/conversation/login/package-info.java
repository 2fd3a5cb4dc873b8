@NullMarked
package dev.coexistence.conversation.login;

import org.jspecify.annotations.NullMarked;
