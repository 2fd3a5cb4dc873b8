@NullMarked
package dev.coexistence.benchmarks.rig;

import org.jspecify.annotations.NullMarked;
