/** Forgetting persons: what waits for them is taken back, what ended names them no more. */
@NullMarked
package dev.coexistence.dispatch.erasure;

import org.jspecify.annotations.NullMarked;
