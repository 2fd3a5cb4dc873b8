/** The dispatcher: pace, throughput, kills, memory. */
@NullMarked
package dev.coexistence.benchmarks.dispatch;

import org.jspecify.annotations.NullMarked;
