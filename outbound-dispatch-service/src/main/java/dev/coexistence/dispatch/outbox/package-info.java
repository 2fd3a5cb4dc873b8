/** Results and holds on their way to Kafka, by a transactional outbox. */
@NullMarked
package dev.coexistence.dispatch.outbox;

import org.jspecify.annotations.NullMarked;
