/** The cost of one pacing decision. */
@NullMarked
package dev.coexistence.benchmarks.limiter;

import org.jspecify.annotations.NullMarked;
