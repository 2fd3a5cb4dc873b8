/** The request to Meta's Graph API and its answer. */
@NullMarked
package dev.coexistence.dispatch.meta;

import org.jspecify.annotations.NullMarked;
