/**
 * The ground that benchmarks run on: broker, registry, PostgreSQL, simulator and the services, as
 * processes.
 */
@NullMarked
package dev.coexistence.benchmarks.rig;

import org.jspecify.annotations.NullMarked;
