/** Kafka's clients as the promises need them: their properties, their records, their topics. */
@NullMarked
package dev.coexistence.kafka.client;

import org.jspecify.annotations.NullMarked;
