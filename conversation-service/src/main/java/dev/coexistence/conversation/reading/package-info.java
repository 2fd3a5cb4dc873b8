/** Queries of the API and of the page. */
@NullMarked
package dev.coexistence.conversation.reading;

import org.jspecify.annotations.NullMarked;
