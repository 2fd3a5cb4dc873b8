/** A benchmark: its name on the command line, its options, and the figures it prints. */
@NullMarked
package dev.coexistence.benchmarks.figure;

import org.jspecify.annotations.NullMarked;
