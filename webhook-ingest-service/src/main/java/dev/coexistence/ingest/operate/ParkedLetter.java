package dev.coexistence.ingest.operate;

import dev.coexistence.schemas.DeadLetter;

/**
 * A dead letter and where it stands.
 *
 * @param redriven whether it was sent on its way again
 */
record ParkedLetter(int partition, long offset, DeadLetter letter, boolean redriven) {}
