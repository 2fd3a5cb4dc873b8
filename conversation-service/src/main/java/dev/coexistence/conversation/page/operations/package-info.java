/** Operations: what was parked, what goes out, and what the policies say. */
@NullMarked
package dev.coexistence.conversation.page.operations;

import org.jspecify.annotations.NullMarked;
