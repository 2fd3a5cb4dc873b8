@NullMarked
package dev.coexistence.benchmarks;

import org.jspecify.annotations.NullMarked;
