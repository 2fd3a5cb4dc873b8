@NullMarked
package dev.coexistence.conversation.contact;

import org.jspecify.annotations.NullMarked;
