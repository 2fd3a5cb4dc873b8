@NullMarked
package dev.coexistence.benchmarks.figure;

import org.jspecify.annotations.NullMarked;
