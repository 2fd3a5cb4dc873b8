/** An OpenID provider for one machine: the demo's people and programs, and one link to log in. */
@NullMarked
package dev.coexistence.identity;

import org.jspecify.annotations.NullMarked;
