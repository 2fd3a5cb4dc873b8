/** The acknowledging path: check the signature, append the bytes, answer 200. */
@NullMarked
package dev.coexistence.ingest.receive;

import org.jspecify.annotations.NullMarked;
