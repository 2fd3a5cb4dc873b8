/** Meta's webhooks: acknowledged once they are safe, then split into typed events. */
@NullMarked
package dev.coexistence.ingest;

import org.jspecify.annotations.NullMarked;
