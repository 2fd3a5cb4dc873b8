@NullMarked
package dev.coexistence.conversation.projection.contact;

import org.jspecify.annotations.NullMarked;
