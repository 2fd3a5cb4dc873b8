/** The neighbouring services, by their public APIs. */
@NullMarked
package dev.coexistence.conversation.client;

import org.jspecify.annotations.NullMarked;
