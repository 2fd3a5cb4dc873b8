/** Intake of Kafka's topics. */
@NullMarked
package dev.coexistence.dispatch.intake;

import org.jspecify.annotations.NullMarked;
