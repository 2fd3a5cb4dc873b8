/** Files sent and received. */
@NullMarked
package dev.coexistence.simulator.media;

import org.jspecify.annotations.NullMarked;
