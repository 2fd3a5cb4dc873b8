/** The whole system on one machine, started and stopped by one command. */
@NullMarked
package dev.coexistence.local.launch;

import org.jspecify.annotations.NullMarked;
