/** Cost of finding out who calls, and its share of a command over HTTP. */
@NullMarked
package dev.coexistence.benchmarks.access;

import org.jspecify.annotations.NullMarked;
