/** Templates and marketing wishes: the messages that may leave, those that wait, and for whom. */
@NullMarked
package dev.coexistence.dispatch.template;

import org.jspecify.annotations.NullMarked;
