/** Operations, their decisions. */
@NullMarked
package dev.coexistence.conversation.page.operations;

import org.jspecify.annotations.NullMarked;
