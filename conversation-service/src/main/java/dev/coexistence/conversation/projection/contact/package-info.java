/** Contacts of a batch: which contact each peer is. */
@NullMarked
package dev.coexistence.conversation.projection.contact;

import org.jspecify.annotations.NullMarked;
