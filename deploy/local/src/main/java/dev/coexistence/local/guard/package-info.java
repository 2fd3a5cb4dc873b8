/** A broker that asks for encryption, a log-in and rights, and writes down which it gave. */
@NullMarked
package dev.coexistence.local.guard;

import org.jspecify.annotations.NullMarked;
