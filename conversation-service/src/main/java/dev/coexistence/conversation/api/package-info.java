/** The HTTP API. */
@NullMarked
package dev.coexistence.conversation.api;

import org.jspecify.annotations.NullMarked;
