/** Log-in of people at the page, and their sessions. */
@NullMarked
package dev.coexistence.conversation.login;

import org.jspecify.annotations.NullMarked;
