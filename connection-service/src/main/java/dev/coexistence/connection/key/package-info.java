/** API keys of tenants: made, listed, revoked, and told to every service. */
@NullMarked
package dev.coexistence.connection.key;

import org.jspecify.annotations.NullMarked;
