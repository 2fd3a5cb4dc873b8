/** Message templates of accounts, and what a send must bring to use one. */
@NullMarked
package dev.coexistence.simulator.template;

import org.jspecify.annotations.NullMarked;
