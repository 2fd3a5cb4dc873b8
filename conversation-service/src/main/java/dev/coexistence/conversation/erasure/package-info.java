/** Forgetting on request and after a time, with an audit line and without the content. */
@NullMarked
package dev.coexistence.conversation.erasure;

import org.jspecify.annotations.NullMarked;
