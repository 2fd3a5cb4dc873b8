/** The web page: what its screens have in common. */
@NullMarked
package dev.coexistence.conversation.page;

import org.jspecify.annotations.NullMarked;
