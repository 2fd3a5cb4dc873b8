package dev.coexistence.ingest.operate;

import dev.coexistence.schemas.DeadLetter;

/**
 * Dead letter with its place on the topic.
 *
 * @param redriven whether it was sent on its way again
 */
record ParkedLetter(int partition, long offset, DeadLetter letter, boolean redriven) {}
