@NullMarked
package dev.coexistence.simulator;

import org.jspecify.annotations.NullMarked;
