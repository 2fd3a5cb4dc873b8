/** What Meta tells the app, and how it gets there. */
@NullMarked
package dev.coexistence.simulator.webhook;

import org.jspecify.annotations.NullMarked;
