/**
 * Consumers and producers of a service, bound by Spring Cloud Stream: events are read or parked, an
 * outage pauses, a publication is acknowledged or fails.
 */
@NullMarked
package dev.coexistence.kafka;

import org.jspecify.annotations.NullMarked;
