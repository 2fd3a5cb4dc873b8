/** The raw topic's promise: what was answered 200 is kept. */
@NullMarked
package dev.coexistence.ingest.raw;

import org.jspecify.annotations.NullMarked;
