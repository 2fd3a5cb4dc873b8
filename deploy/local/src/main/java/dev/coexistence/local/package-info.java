/**
 * Real Kafka, schema registry and PostgreSQL on one machine, for tests, benchmarks, the launcher.
 */
@NullMarked
package dev.coexistence.local;

import org.jspecify.annotations.NullMarked;
