/**
 * Where a service meets Kafka: events are read or parked, an outage pauses, a publication is
 * acknowledged or fails.
 */
@NullMarked
package dev.coexistence.kafka;

import org.jspecify.annotations.NullMarked;
