/** What the API and the page read. */
@NullMarked
package dev.coexistence.conversation.reading;

import org.jspecify.annotations.NullMarked;
