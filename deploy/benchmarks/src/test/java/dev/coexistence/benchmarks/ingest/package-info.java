@NullMarked
package dev.coexistence.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
