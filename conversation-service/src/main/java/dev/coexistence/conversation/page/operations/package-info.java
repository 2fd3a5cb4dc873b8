/** Operations: dead letters, webhook endpoints and the policy catalogue. */
@NullMarked
package dev.coexistence.conversation.page.operations;

import org.jspecify.annotations.NullMarked;
