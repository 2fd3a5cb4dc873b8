/** Clients of the running system, as the demo story uses it: HTTP, Kafka, the simulated phone. */
@NullMarked
package dev.coexistence.local.story.client;

import org.jspecify.annotations.NullMarked;
