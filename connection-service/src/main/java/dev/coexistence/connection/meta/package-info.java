/** Meta's Graph API, as far as a connection needs it. */
@NullMarked
package dev.coexistence.connection.meta;

import org.jspecify.annotations.NullMarked;
