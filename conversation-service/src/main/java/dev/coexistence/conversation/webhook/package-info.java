/** Webhooks out: changes, signed and sent to subscribed endpoints. */
@NullMarked
package dev.coexistence.conversation.webhook;

import org.jspecify.annotations.NullMarked;
