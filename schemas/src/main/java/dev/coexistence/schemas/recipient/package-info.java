/** Recipients of messages: one strict reading of phone numbers, user ids and group ids. */
@NullMarked
package dev.coexistence.schemas.recipient;

import org.jspecify.annotations.NullMarked;
