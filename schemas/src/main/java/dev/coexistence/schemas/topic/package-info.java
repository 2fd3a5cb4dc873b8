/** Topics on a cluster beside what the catalogue says of them. */
@NullMarked
package dev.coexistence.schemas.topic;

import org.jspecify.annotations.NullMarked;
