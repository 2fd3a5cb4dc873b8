/** Where Kafka's topics come in. */
@NullMarked
package dev.coexistence.dispatch.intake;

import org.jspecify.annotations.NullMarked;
