/** What Meta and customers say about templates: which may leave, which wait, and for whom. */
@NullMarked
package dev.coexistence.dispatch.template;

import org.jspecify.annotations.NullMarked;
