/** Erasure on request and by retention, with an audit line and without the content. */
@NullMarked
package dev.coexistence.conversation.erasure;

import org.jspecify.annotations.NullMarked;
