/** The contract between the services: topics, events, and the wire format in which they travel. */
@NullMarked
package dev.coexistence.schemas;

import org.jspecify.annotations.NullMarked;
