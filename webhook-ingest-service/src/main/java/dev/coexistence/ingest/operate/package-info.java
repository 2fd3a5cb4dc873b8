/** Operators' work on the past: show a body, replay a range, list and re-drive dead letters. */
@NullMarked
package dev.coexistence.ingest.operate;

import org.jspecify.annotations.NullMarked;
