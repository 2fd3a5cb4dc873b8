/** Events into the unified view. */
@NullMarked
package dev.coexistence.benchmarks.conversation;

import org.jspecify.annotations.NullMarked;
