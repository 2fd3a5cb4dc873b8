/** Kit for the tests of the services: an issuer of tokens, and the matrix of routes. */
@NullMarked
package dev.coexistence.access.kit;

import org.jspecify.annotations.NullMarked;
