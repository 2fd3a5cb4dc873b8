/** Facts about messages, people and numbers, translated from the topics' events. */
@NullMarked
package dev.coexistence.conversation.fact;

import org.jspecify.annotations.NullMarked;
