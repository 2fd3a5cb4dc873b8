/** The HTTP API. */
@NullMarked
package dev.coexistence.dispatch.api;

import org.jspecify.annotations.NullMarked;
