/** The splitter: raw webhooks in, typed events and dead letters out, item by item. */
@NullMarked
package dev.coexistence.ingest.split;

import org.jspecify.annotations.NullMarked;
