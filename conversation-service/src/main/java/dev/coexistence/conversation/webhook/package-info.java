/** Webhooks out: what changed, signed and sent to whoever subscribed. */
@NullMarked
package dev.coexistence.conversation.webhook;

import org.jspecify.annotations.NullMarked;
