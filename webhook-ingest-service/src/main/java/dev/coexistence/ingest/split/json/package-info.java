/** JSON as Meta sends it: read tolerantly, with each item's place, and handed on verbatim. */
@NullMarked
package dev.coexistence.ingest.split.json;

import org.jspecify.annotations.NullMarked;
