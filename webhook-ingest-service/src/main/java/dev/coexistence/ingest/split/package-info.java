/** Reads raw webhooks into typed events, item by item, and parks the items that are none. */
@NullMarked
package dev.coexistence.ingest.split;

import org.jspecify.annotations.NullMarked;
