/** Benchmarks against real parts and real peers; each figure is one JSON line. */
@NullMarked
package dev.coexistence.benchmarks;

import org.jspecify.annotations.NullMarked;
