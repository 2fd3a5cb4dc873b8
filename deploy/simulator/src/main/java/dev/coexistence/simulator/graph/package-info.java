/** The Graph API, as far as it is used here. */
@NullMarked
package dev.coexistence.simulator.graph;

import org.jspecify.annotations.NullMarked;
