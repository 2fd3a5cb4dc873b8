package dev.coexistence.ingest.receive;

import java.time.Instant;

/**
 * A body whose signature holds.
 *
 * @param keyId id of the secret that signed it
 */
record SignedBody(byte[] bytes, String keyId, Instant receivedAt) {}
