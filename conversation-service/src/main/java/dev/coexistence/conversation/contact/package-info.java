/** Contacts: the aliases of a WhatsApp user, joined where an event names two of them. */
@NullMarked
package dev.coexistence.conversation.contact;

import org.jspecify.annotations.NullMarked;
