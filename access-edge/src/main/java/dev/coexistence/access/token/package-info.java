/** Access tokens of an OpenID provider. */
@NullMarked
package dev.coexistence.access.token;

import org.jspecify.annotations.NullMarked;
