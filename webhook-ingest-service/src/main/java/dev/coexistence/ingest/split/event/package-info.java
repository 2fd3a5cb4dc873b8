/** The changes of a webhook as typed events of our topics, one item at a time. */
@NullMarked
package dev.coexistence.ingest.split.event;

import org.jspecify.annotations.NullMarked;
