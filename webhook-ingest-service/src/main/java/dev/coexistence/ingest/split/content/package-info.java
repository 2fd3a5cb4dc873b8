/**
 * The content of a message: its type, text, media and references, as every event of a message
 * carries it.
 */
@NullMarked
package dev.coexistence.ingest.split.content;

import org.jspecify.annotations.NullMarked;
