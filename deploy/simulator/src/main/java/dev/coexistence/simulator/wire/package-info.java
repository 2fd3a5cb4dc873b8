/** HTTP as the simulator speaks it: calls, answers, their JSON and the errors of the Graph API. */
@NullMarked
package dev.coexistence.simulator.wire;

import org.jspecify.annotations.NullMarked;
