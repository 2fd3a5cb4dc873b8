/** Media of messages: fetched while Meta's link lives, kept, served. */
@NullMarked
package dev.coexistence.conversation.media;

import org.jspecify.annotations.NullMarked;
